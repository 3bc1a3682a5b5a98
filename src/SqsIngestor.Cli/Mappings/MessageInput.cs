using System.CommandLine;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Mapping.Events;

namespace SqsIngestor.Cli.Mappings;

/// <summary>The messages that a command works with: exactly one of <c>--event</c> and <c>--body</c>.</summary>
internal sealed class MessageInput
{
    /// <summary>What the files of <c>--event</c> hold.</summary>
    public const string EventForms =
        "A file with an SQS event, as Lambda delivers it, or with the output of aws sqs receive-message";

    public Option<FileInfo?> Event { get; } = new("--event") { Description = $"{EventForms}.", HelpName = "FILE" };

    public Option<string[]> Bodies { get; } = new("--body")
    {
        Description = $"The body of a message, instead of --event. {BodyArgument.Forms}",
        HelpName = "TEXT|@FILE|-",
    };

    /// <summary>The event, and what the command line names it.</summary>
    /// <exception cref="CliException">Neither or both options are there, or a file cannot be read.</exception>
    public (byte[] Event, string Place) Read(ParseResult parsed)
    {
        var (file, bodies) = (parsed.GetValue(Event), parsed.GetValue(Bodies) ?? []);
        if (file is null == (bodies.Length == 0))
        {
            throw CliErrors.CommandLine.Because(
                file is null
                    ? "There is no message. Use --event FILE, or --body TEXT|@FILE|-."
                    : "--event and --body exclude each other: a file of --event holds whole messages.");
        }
        return file is null ? (EventInput.OfBodies(BodyArgument.Read(bodies)), "--body") : (Files.Read(file), file.ToString());
    }
}
