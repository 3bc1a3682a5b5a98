using System.Text.Json;
using System.Text;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Infer.Evidence;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Mapping.Json;

namespace SqsIngestor.Cli.Infer.Samples;

/// <summary>
/// A file of samples, which can be read several times. What cannot be rewound, such as a pipe, is copied to disk.
/// </summary>
internal sealed class SampleFile : IDisposable
{
    private const string StandardInput = "-";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Stream _stream;

    private SampleFile(string name, Stream stream) => (Name, _stream) = (name, stream);

    /// <summary>The file as the command line names it.</summary>
    public string Name { get; }

    /// <summary>What the file holds. Known when the first sample has been read.</summary>
    public SampleFormat Format { get; private set; }

    /// <summary>Whether the file says where a body ends, so that a body need not be JSON.</summary>
    public bool KnowsBodies => Format is SampleFormat.SqsEvent or SampleFormat.ReceivedMessages;

    /// <summary>The size in bytes.</summary>
    public long Length => _stream.Length;

    /// <summary>How much of it has been read, since it was read from its start the last time.</summary>
    public long Position => _stream.Position;

    /// <summary>Opens a file; <c>-</c> is standard input.</summary>
    /// <exception cref="CliException">The file cannot be read.</exception>
    public static SampleFile Open(string argument)
    {
        try
        {
            if (argument == StandardInput) return new("standard input", InUtf8(Copy(Console.OpenStandardInput())));
            Verbosity.Say($"reading {argument}");
            var file = new FileStream(Files.Named(argument).FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return new(argument, InUtf8(file.CanSeek ? file : Copy(file)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var reason = Directory.Exists(argument) ? "it is a folder."
                : e is FileNotFoundException or DirectoryNotFoundException ? "it does not exist." : e.Message;
            throw CliErrors.FileUnreadable.At(argument, $"The file cannot be read: {reason}", e);
        }
    }

    /// <summary>Every message, in order.</summary>
    /// <exception cref="CliException">The file cannot be read, is empty or has a document that is too large.</exception>
    public IEnumerable<Sample> Read()
    {
        _stream.Position = 0;
        using var documents = new DocumentReader(_stream, Name).Read().GetEnumerator();
        if (!documents.MoveNext())
        {
            throw CliErrors.SamplesMissing.At(Name, "The file is empty. Give it at least one message.");
        }

        var first = documents.Current;
        var isOnly = !documents.MoveNext();
        Format = isOnly ? SampleFormat.Json : SampleFormat.JsonLines;
        foreach (var sample in isOnly ? Only(first) : Unpack(first)) yield return sample;
        if (isOnly) yield break;
        do
        {
            foreach (var sample in Unpack(documents.Current)) yield return sample;
        }
        while (documents.MoveNext());
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>The file itself, or a copy in UTF-8 if its byte order mark says that it has another encoding.</summary>
    private static FileStream InUtf8(FileStream file)
    {
        var mark = new byte[4];
        var encoding = TextEncoding.Of(mark.AsSpan(0, file.ReadAtLeast(mark, mark.Length, throwOnEndOfStream: false)));
        file.Position = 0;
        return encoding is null or UTF8Encoding
            ? file
            : Copy(Encoding.CreateTranscodingStream(file, encoding, Utf8, leaveOpen: false));
    }

    private static FileStream Copy(Stream input)
    {
        using (input)
        {
            var copy = CreateTemporary();
            input.CopyTo(copy);
            return copy;
        }
    }

    /// <summary>A file that is gone when it is closed, and however the process ends.</summary>
    private static FileStream CreateTemporary()
    {
        const int BufferSize = 1 << 16;
        if (OperatingSystem.IsWindows())
        {
            return new FileStream(
                Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, BufferSize,
                FileOptions.DeleteOnClose);
        }

        // An open file needs no name.
        using var folder = TemporaryDirectory.Create();
        return new FileStream(
            Path.Combine(folder.Path, "copy"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferSize);
    }

    /// <summary>The messages of a file with one document: the elements of an array are messages.</summary>
    private List<Sample> Only(Document document)
    {
        if (document.Text[0] != '[' || Parse(document.Text) is not { } json) return Unpack(document);
        using (json)
        {
            var elements = json.RootElement.EnumerateArray().ToList();
            if (elements.Count == 0 || !elements.TrueForAll(each => each.ValueKind == JsonValueKind.Object))
            {
                return Unpack(document);
            }

            Format = SampleFormat.JsonArray;
            return [.. elements.Select((each, i) => new Sample(each.GetRawText(), $"{Name}[{i}]"))];
        }
    }

    /// <summary>The messages of an event or of the output of receive-message; of another document, the document.</summary>
    private List<Sample> Unpack(Document document) =>
        Messages(document, "Records", "body", SampleFormat.SqsEvent)
            ?? Messages(document, "Messages", "Body", SampleFormat.ReceivedMessages)
            ?? [new Sample(Text(document.Text), $"{Name}:{document.Line}")];

    private List<Sample>? Messages(Document document, string array, string body, SampleFormat format)
    {
        if (document.Text.AsSpan().IndexOf(Encoding.UTF8.GetBytes($"\"{array}\"")) < 0) return null;
        using var json = Parse(document.Text);
        if (json?.RootElement is not { ValueKind: JsonValueKind.Object } root
            || !JsonMembers.TryFind(root, array, out var messages)
            || messages.ValueKind != JsonValueKind.Array
            || (messages.GetArrayLength() == 0 && root.EnumerateObject().Count() > 1))
        {
            return null;
        }

        var samples = new List<Sample>();
        foreach (var message in messages.EnumerateArray())
        {
            if (message.ValueKind != JsonValueKind.Object || !JsonMembers.TryFind(message, body, out var text)
                || text.ValueKind != JsonValueKind.String)
            {
                return null;
            }

            samples.Add(
                new Sample(JsonMembers.TextOf(text), $"{Name}:{document.Line}: {array}[{samples.Count}]")
                {
                    Attributes = SampleAttributes.Of(message),
                    Source = (array, message.GetRawText()),
                });
        }

        Format = format;
        return samples;
    }

    private static JsonDocument? Parse(byte[] text)
    {
        try
        {
            return SampleJson.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(byte[] bytes)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
