using Microsoft.Win32.SafeHandles;
using SqsIngestor.Pipeline.Deduplication;

namespace SqsIngestor.Pipeline.Journals;

/// <summary>
/// The file that says which row was sent at which position of a table's stream. It survives the end of the process, also by
/// SIGKILL, without fsync: what is written belongs to the kernel. It keeps what the delivery memory remembers, so it stays as
/// small as that. Not thread-safe: one stream at a time writes to it.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="table">Whose journal it is.</param>
/// <param name="memory">Says which messages are remembered.</param>
/// <param name="fewEntries">So many entries are kept whatever the memory remembers.</param>
internal sealed class Journal(string path, UInt128 table, DeliveryMemory memory, int fewEntries = Journal.FewEntries)
    : IDisposable
{
    /// <summary>The entries that are kept, if nothing else is said: 160 KiB.</summary>
    public const int FewEntries = 4096;

    private const FileShare AnyShare = FileShare.ReadWrite | FileShare.Delete;

    // A handle instead of a stream, which a native program would carry for this alone.
    private SafeFileHandle? _file;
    private int _count;
    private int _limit;

    /// <summary>The content of the file; null if there is none.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or not a journal of the table.</exception>
    public JournalContent? Read()
    {
        try
        {
            return JournalContent.Read(ReadAll(), table);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or OverflowException)
        {
            throw new InvalidDataException($"it cannot be read ({e.GetType().Name})", e);
        }
    }

    /// <summary>A stream begins.</summary>
    /// <param name="streamId">Its id.</param>
    /// <param name="first">The position of its next row.</param>
    /// <param name="durable">Rows that are durable for sure. Those of messages that nobody remembers are left out.</param>
    public void Begin(string streamId, long first, IEnumerable<JournalEntry> durable) =>
        Replace(new(streamId, first, Remembered(durable.Select(static entry => entry with { Position = JournalEntry.Durable }))));

    /// <summary>A row is about to be sent. It is written when this returns.</summary>
    public void Append(in JournalEntry entry)
    {
        var file = _file ?? throw new InvalidOperationException("No stream has begun.");
        if (_count >= _limit)
        {
            var content = Read() ?? throw new InvalidDataException("the journal is gone");
            Replace(content with { Entries = [.. Remembered(content.Entries), entry] });
            return;
        }
        Span<byte> bytes = stackalloc byte[JournalEntry.Size];
        entry.Write(bytes);
        // If this fails half-way, the next entry takes the same place.
        RandomAccess.Write(file, bytes, JournalContent.PlaceOf(_count));
        _count++;
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private byte[] ReadAll()
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, AnyShare);
        var bytes = new byte[RandomAccess.GetLength(file)];
        for (var read = 0; read < bytes.Length;)
        {
            var more = RandomAccess.Read(file, bytes.AsSpan(read), read);
            if (more == 0) throw new EndOfStreamException();
            read += more;
        }
        return bytes;
    }

    // The old file is there until the new one is complete.
    private void Replace(JournalContent content)
    {
        var bytes = content.Write(table);
        var file = File.OpenHandle(path + ".new", FileMode.Create, FileAccess.Write, AnyShare);
        try
        {
            RandomAccess.Write(file, bytes, fileOffset: 0);
            _file?.Dispose();
            File.Move(path + ".new", path, overwrite: true);
        }
        catch
        {
            file.Dispose();
            throw;
        }
        (_file, _count) = (file, content.Entries.Count);
        // Twice as many before the next time, so that the work for each entry does not grow.
        _limit = Math.Max(fewEntries, _count * 2);
    }

    // One entry for a message that is durable as a whole, so that a message of many rows does not take much.
    private List<JournalEntry> Remembered(IEnumerable<JournalEntry> entries)
    {
        var whole = new HashSet<UInt128>();
        List<JournalEntry> durable = [], sent = [];
        foreach (var entry in entries)
        {
            var (isKnown, isDurable) = memory.Find(entry.Row.Key);
            if (!isKnown) continue;
            if (!isDurable)
                (entry.Position == JournalEntry.Durable ? durable : sent).Add(entry);
            else if (whole.Add(entry.Row.Key))
                durable.Add(new(JournalEntry.Durable, entry.Row with { Index = JournalEntry.WholeMessage }));
        }
        return [.. durable, .. sent];
    }
}
