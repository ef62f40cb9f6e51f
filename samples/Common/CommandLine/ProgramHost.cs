using System.CommandLine;
using System.CommandLine.Invocation;

namespace NormNet.Samples.Common;

/// <summary>Runs a program so that bad arguments and bad files end in one line on the error stream, never in a stack trace.</summary>
public static class ProgramHost
{
    /// <summary>Exit code for arguments or files that are wrong.</summary>
    public const int BadInput = 2;

    /// <summary>Exit code for a computation that did not come out, such as a loss that is not finite.</summary>
    public const int Failed = 1;

    /// <summary>Exit code after Ctrl-C, as shells have it: 128 + SIGINT.</summary>
    public const int Interrupted = 130;

    /// <summary>Parses the command line and runs the program; <c>--help</c> prints the options.</summary>
    /// <param name="arguments">The process's arguments.</param>
    /// <param name="command">The options; its action is set here, or where it has subcommands theirs, and then one must be named.</param>
    /// <param name="run">The program: its result is the exit code, and its token is cancelled by the first Ctrl-C.</param>
    /// <param name="errors">Where the one line goes; standard error when left out.</param>
    /// <returns>
    /// The exit code: what <paramref name="run"/> returned, <see cref="BadInput"/>, <see cref="Failed"/> or <see cref="Interrupted"/>.
    /// </returns>
    public static int Run(
        IReadOnlyList<string> arguments,
        RootCommand command,
        Func<ParseResult, CancellationToken, int> run,
        TextWriter? errors = null)
    {
        errors ??= System.Console.Error;
        using var interruption = new Interruption();
        foreach (Command action in command.Subcommands.Count == 0 ? [command] : command.Subcommands)
            action.SetAction(line => run(line, interruption.Token));
        try
        {
            var line = command.Parse(arguments);
            if (line.Action is ParseErrorAction)
                return Fail(errors, $"{Mistake(command, line)}; --help lists the options");
            return line.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            return Interrupted;
        }
        catch (ArithmeticException error)
        {
            return Fail(errors, error.Message, Failed);
        }
        catch (Exception error) when (IsBadInput(error))
        {
            return Fail(errors, Message(error));
        }
    }

    /// <summary>What is wrong with a command line; where a subcommand is missing, which there are.</summary>
    private static string Mistake(RootCommand command, ParseResult line)
    {
        if (command.Subcommands.Count == 0 || line.CommandResult.Command != command)
            return line.Errors[0].Message.TrimEnd('.');
        string names = string.Join(", ", command.Subcommands.Select(subcommand => subcommand.Name));
        return line.UnmatchedTokens is [string unknown, ..] ? $"'{unknown}' is not one of {names}" : $"name one of {names}";
    }

    /// <summary>Whether an exception says that the input is wrong, and not that the program is.</summary>
    private static bool IsBadInput(Exception error) =>
        error is ArgumentException or IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException;

    private static int Fail(TextWriter errors, string message, int code = BadInput)
    {
        var oneLine = string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        errors.WriteLine($"{RootCommand.ExecutableName}: {oneLine}");
        return code;
    }

    /// <summary>The message without the parameter's name, which means nothing to a program's user.</summary>
    private static string Message(Exception error) =>
        error is ArgumentException { ParamName: { } parameter }
            ? error.Message.Replace($" (Parameter '{parameter}')", "", StringComparison.Ordinal)
            : error.Message;
}
