using System.CommandLine;
using SqsIngestor.Cli.Commands;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Mapping.Events;

namespace SqsIngestor.Cli.Mappings;

/// <summary>The messages that a command works with: <c>--event</c> or <c>--body</c>, which exclude each other.</summary>
internal sealed class MessageInput
{
    /// <summary>What the files of <c>--event</c> hold.</summary>
    public const string EventForms =
        "A file with an SQS event, as Lambda delivers it, or with the output of aws sqs receive-message";

    public Option<FileInfo?> Event { get; } =
        new Option<FileInfo?>("--event") { Description = $"{EventForms}.", HelpName = "FILE" }.FromProject(ProjectKey.Event);

    public Option<string[]> Bodies { get; } = new("--body")
    {
        Description = $"The body of a message, instead of --event. {BodyArgument.Forms}",
        HelpName = "TEXT|@FILE|-",
    };

    /// <summary>The event, and what the command line names it.</summary>
    /// <exception cref="CliException">Neither option is there, or a file cannot be read.</exception>
    public (byte[] Event, string Place) Read(ParseResult parsed)
    {
        var (file, bodies) = (parsed.GetValue(Event), parsed.GetValue(Bodies) ?? []);
        if (file is not null) return (Files.ReadUtf8(file), file.ToString());
        return bodies.Length > 0
            ? (EventInput.OfBodies(BodyArgument.Read(bodies)), "--body")
            : throw CliErrors.CommandLine.Because("There is no message. Use --event FILE, or --body TEXT|@FILE|-.");
    }
}
