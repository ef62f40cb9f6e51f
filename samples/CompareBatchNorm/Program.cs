using NormNet.Samples.Common;
using NormNet.Samples.CompareBatchNorm;

var command = new CompareCommand();
return ProgramHost.Run(args, command.Command, (line, _) => CompareProgram.Run(command.Read(line), Console.Out));
