using System.CommandLine;
using System.Text;
using Spectre.Console;
using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli.Terminal;

/// <summary>The result of a command: standard output, or the file of <c>--output</c>.</summary>
internal sealed class CommandOutput
{
    public Option<FileInfo?> Option { get; } = new("--output")
    {
        Description = "Write the result to this file. Default: standard output.",
        HelpName = "FILE",
    };

    /// <summary>Writes text.</summary>
    /// <exception cref="CliException">The output cannot be written.</exception>
    public void Write(ParseResult parsed, string text)
    {
        if (parsed.GetValue(Option) is null) Console.Out.Write(text);
        else Write(parsed, Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Writes bytes.</summary>
    /// <exception cref="CliException">The output cannot be written.</exception>
    public void Write(ParseResult parsed, byte[] bytes)
    {
        if (parsed.GetValue(Option) is { } file)
        {
            Files.Write(file, bytes);
            return;
        }

        using var stream = new StandardOutput();
        stream.Write(bytes);
    }

    /// <summary>Writes text for people: to a file without colors, and nothing is cut.</summary>
    /// <exception cref="CliException">The output cannot be written.</exception>
    public void Write(ParseResult parsed, Action<IAnsiConsole> write)
    {
        if (parsed.GetValue(Option) is null)
        {
            write(ConsoleFactory.Create());
            return;
        }

        using var text = new StringWriter { NewLine = "\n" };
        write(ConsoleFactory.CreatePlain(text));
        Write(parsed, text.ToString());
    }
}
