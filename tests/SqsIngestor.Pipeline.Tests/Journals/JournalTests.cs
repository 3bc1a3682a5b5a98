using SqsIngestor.Pipeline.Deduplication;
using SqsIngestor.Pipeline.Journals;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Pipeline.Tests.Journals;

public sealed class JournalTests : IDisposable
{
    private static readonly UInt128 Table = 7;

    private readonly TemporaryFolder _folder = new();
    private readonly DeliveryMemory _memory = new(100_000, TimeProvider.System);
    private readonly Journal _journal;

    public JournalTests() => _journal = new(FilePath, Table, _memory);

    private string FilePath => _folder["rows.journal"];

    public void Dispose()
    {
        _journal.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Read_NoFile_IsNull() => Assert.Null(_journal.Read());

    [Fact]
    public void Append_Rows_AreReadWithTheStream()
    {
        _journal.Begin("stream-1", 5, []);
        _journal.Append(Sent(5));
        _journal.Append(Sent(6, index: 3));

        var content = Read();

        Assert.Equal(("stream-1", 5L, 7L), (content.StreamId, content.First, content.Next));
        Assert.Equal([Sent(5), Sent(6, index: 3)], content.Entries);
    }

    [Fact]
    public void Append_PositionsAgain_LastOnesCount()
    {
        _journal.Begin("stream-1", 0, []);
        for (var position = 0; position < 4; position++) _journal.Append(Sent(position, key: 1, index: position));
        _journal.Append(Sent(1, key: 2));
        _journal.Append(Sent(2, key: 3));

        Assert.Equal([Sent(0, key: 1), Sent(1, key: 2), Sent(2, key: 3)], Read().Entries);
    }

    [Fact]
    public void Read_CutAnywhere_HasTheEntriesThatAreComplete()
    {
        _journal.Begin("stream-1", 0, []);
        for (var position = 0; position < 3; position++) _journal.Append(Sent(position));
        var whole = File.ReadAllBytes(FilePath);

        for (var length = (int)JournalContent.PlaceOf(0); length <= whole.Length; length++)
        {
            File.WriteAllBytes(FilePath, whole[..length]);
            var entries = (length - (int)JournalContent.PlaceOf(0)) / JournalEntry.Size;
            Assert.Equal(entries, Read().Entries.Count);
        }
    }

    [Fact]
    public void Read_LastEntryIsHalfWritten_IsLeftOut()
    {
        _journal.Begin("stream-1", 0, []);
        _journal.Append(Sent(0));
        _journal.Append(Sent(1));
        var bytes = File.ReadAllBytes(FilePath);
        bytes.AsSpan(bytes.Length - 10).Clear();
        File.WriteAllBytes(FilePath, bytes);

        Assert.Equal([Sent(0)], Read().Entries);
    }

    [Fact]
    public void Read_AnyByteBeforeTheLastEntryIsWrong_IsRefused()
    {
        _journal.Begin("stream-1", 0, []);
        _journal.Append(Sent(0));
        _journal.Append(Sent(1));
        var whole = File.ReadAllBytes(FilePath);

        for (var at = 0; at < JournalContent.PlaceOf(1); at++)
        {
            var bytes = whole.ToArray();
            bytes[at] ^= 0x10;
            File.WriteAllBytes(FilePath, bytes);
            Assert.Throws<InvalidDataException>(() => _journal.Read());
        }
    }

    [Fact]
    public void Read_AnyBytes_AreRefusedInWords()
    {
        var random = new Random(1);
        for (var length = 0; length < 600; length += 7)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            File.WriteAllBytes(FilePath, bytes);
            Assert.Throws<InvalidDataException>(() => _journal.Read());
        }
    }

    [Fact]
    public void Read_JournalOfAnotherTable_IsRefused()
    {
        _journal.Begin("stream-1", 0, []);
        using var other = new Journal(FilePath, Table + 1, _memory);

        var error = Assert.Throws<InvalidDataException>(() => other.Read());

        Assert.Contains("another table", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Begin_DurableRows_AreKeptWhileTheirMessagesAreRemembered()
    {
        _memory.Recover([Row(1, 0, rows: 2), Row(2, 0, rows: 2), Row(2, 1, rows: 2)]);

        _journal.Begin("stream-1", 9, [Sent(3, 1, 0, 2), Sent(4, 2, 0, 2), Sent(5, 2, 1, 2), Sent(6, 3, 0, 2)]);

        // The third message is not remembered, and of the second one entry is enough.
        Assert.Equal(
            [new(JournalEntry.Durable, Row(1, 0, 2)), new(JournalEntry.Durable, Row(2, JournalEntry.WholeMessage, 2))],
            Read().Entries.OrderBy(static entry => entry.Row.Key));
    }

    [Fact]
    public void Append_ForLong_FileStaysAsSmallAsTheMemory()
    {
        var memory = new DeliveryMemory(50, TimeProvider.System);
        using var journal = new Journal(FilePath, Table, memory);
        journal.Begin("stream-1", 0, []);
        for (var position = 0; position < 5 * Journal.FewEntries; position++)
        {
            var key = (UInt128)(position / 10);
            memory.Begin(key, this, 0);
            journal.Append(new(position, Row(key, position % 10, 10)));
            if (position % 10 == 9) memory.Acked(key);
        }

        var content = journal.Read()!;

        Assert.InRange(content.Entries.Count, 1, Journal.FewEntries + 100);
        Assert.Equal(5 * Journal.FewEntries, content.Next);
    }

    [Fact]
    public void Append_AfterDispose_IsRefused()
    {
        _journal.Begin("stream-1", 0, []);
        _journal.Dispose();

        Assert.Throws<InvalidOperationException>(() => _journal.Append(Sent(0)));
    }

    private JournalContent Read() => _journal.Read()!;

    private static MessageRow Row(UInt128 key, int index, int rows) => new(key, index, Shape: 11, rows);

    private static JournalEntry Sent(long position, int key = 1, int index = 0, int rows = 100) =>
        new(position, Row((UInt128)key, index, rows));
}
