using NormNet.Samples.Common;
using NormNet.Samples.Experiments;

var command = new ExperimentsCommand(ExperimentList.All);
return ProgramHost.Run(args, command.Command, (line, cancellation) => ExperimentProgram.Run(command.Read(line), Console.Out, cancellation));
