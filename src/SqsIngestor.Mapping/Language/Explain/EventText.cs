using SqsIngestor.Mapping.Events;

namespace SqsIngestor.Mapping.Language.Explain;

/// <summary>The text of an event from a file.</summary>
internal static class EventText
{
    /// <summary>A reader of the event. Editors write a byte order mark before the text; Lambda does not.</summary>
    /// <exception cref="SqsEventException">It is not an SQS event.</exception>
    public static SqsEventReader Read(byte[] file)
    {
        var text = file.AsSpan().StartsWith("\uFEFF"u8) ? file[3..] : file;
        return new(text, text.Length);
    }
}
