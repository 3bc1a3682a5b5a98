using System.Text;
using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli.Mappings;

/// <summary>The value of <c>--body</c>: text, a file or standard input.</summary>
internal static class BodyArgument
{
    private const string StandardInput = "-";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>How to write the value, for help.</summary>
    public const string Forms =
        "TEXT is the body itself, @FILE reads it from a file, and - from standard input. Each is used as it is, with its "
            + "line breaks.";

    /// <summary>The bodies, in the order of the command line.</summary>
    /// <exception cref="CliException">
    /// A file cannot be read, standard input is named twice, or a body is not text in UTF-8.
    /// </exception>
    public static IReadOnlyList<string> Read(IReadOnlyList<string> values)
    {
        if (values.Count(value => value == StandardInput) > 1)
        {
            throw CliErrors.CommandLine.Because("--body - reads all of standard input, so it can be given once.");
        }
        return [.. values.Select(Read)];
    }

    private static string Read(string value) =>
        value == StandardInput ? Text(ReadStandardInput(), "standard input")
        : value.StartsWith('@') ? Text(Files.Read(Files.Named(value[1..])), value[1..])
        : value;

    private static byte[] ReadStandardInput()
    {
        using var input = Console.OpenStandardInput();
        using var bytes = new MemoryStream();
        input.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static string Text(byte[] bytes, string place)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw CliErrors.BodyNotText.At(
                place, "The body is not text in UTF-8, and SQS carries only text. Send bytes in base64, as your producer does.");
        }
    }
}
