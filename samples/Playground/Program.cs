using NormNet.Samples.Common;
using NormNet.Samples.Playground;

var command = new PlaygroundCommand();
return ProgramHost.Run(args, command.Command, (line, cancellation) =>
{
    PlaygroundProgram.Run(command.Read(line), cancellation);
    return 0;
});
