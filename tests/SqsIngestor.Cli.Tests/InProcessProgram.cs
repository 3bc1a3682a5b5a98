using System.Text;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests;

/// <summary>
/// Runs a command in this process, which takes a fraction of the time that a start of the program takes. What a command writes
/// goes to the test that runs it, also when others run at the same time.
/// </summary>
internal static class InProcessProgram
{
    private static readonly Route Output = new();
    private static readonly Route Errors = new();

    static InProcessProgram()
    {
        Console.SetOut(Output);
        Console.SetError(Errors);
    }

    public static async Task<CommandResult> RunAsync(params IEnumerable<string> arguments)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        (Output.Writer, Errors.Writer) = (output, errors);
        var code = await CommandLine.RunAsync([.. arguments]);
        return new(code, output.ToString(), errors.ToString());
    }

    /// <summary>Writes to the writer of the test that is running.</summary>
    private sealed class Route : TextWriter
    {
        private readonly AsyncLocal<TextWriter?> _writer = new();

        public TextWriter Writer
        {
            get => _writer.Value ?? Null;
            set => _writer.Value = value;
        }

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => Writer.Write(value);

        public override void Write(ReadOnlySpan<char> buffer) => Writer.Write(buffer);

        public override void Write(string? value) => Writer.Write(value);
    }
}
