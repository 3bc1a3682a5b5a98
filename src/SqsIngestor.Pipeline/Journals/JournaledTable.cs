using Microsoft.Extensions.Logging;
using SqsIngestor.Mapping.Language.Tables;
using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Deduplication;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Journals;

/// <summary>
/// One table's persistent stream and its journal. Opens the stream where the last one ended, in this process or in the one
/// before, and tells the delivery memory which rows that one has made durable, before the new one takes rows. Safe for use by
/// several threads; of two opens, the second ends the stream of the first.
/// </summary>
internal sealed class JournaledTable(
    IPersistentStreams streams, Func<Journal> createJournal, DeliveryMemory memory, TimeProvider clock, ILogger logger)
    : IDisposable
{
    /// <summary>How long a stream that is replaced because the schema has changed may take to end.</summary>
    public static readonly TimeSpan CloseTime = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private Journal? _journal;
    private ITableStream? _last;

    /// <summary>Opens the stream. The one before takes no more rows.</summary>
    /// <exception cref="ZerobusException">It cannot be opened, or the journal cannot be written.</exception>
    public async Task<ITableStream> OpenAsync(TargetTable table, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await EndLastAsync().ConfigureAwait(false);
            // Whatever the last one might still send, it cannot note, so it does not send it.
            _journal?.Dispose();
            var journal = _journal = createJournal();
            var before = Read(journal, table.Name);
            var tags = new SentRowTags();
            var options = new PersistentStreamOptions
            {
                OnSend = sent => journal.Append(new JournalEntry(sent.Position, tags[sent.Tag])),
            };
            var opened = before is { IsUsable: true, Content: { } content }
                ? await ResumeAsync(table, content, options, cancellationToken).ConfigureAwait(false)
                : null;
            var resumed = opened is not null;
            opened ??= await streams.OpenAsync(table, options, cancellationToken).ConfigureAwait(false);
            _last = opened.Value.Stream;
            Begin(journal, table.Name, before.Content, opened.Value, resumed);
            return new JournaledStream(opened.Value.Stream, tags);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        _journal?.Dispose();
        _gate.Dispose();
    }

    private (JournalContent? Content, bool IsUsable) Read(Journal journal, string table)
    {
        try
        {
            var content = journal.Read();
            if (_last?.Failure is not { Code: ZerobusErrorCode.StreamTakenOver }) return (content, true);
            // Its positions are not those of the journal any more.
            JournalLog.NotResumed(logger, table, "Somebody else has written to the stream.");
            return (content, false);
        }
        catch (InvalidDataException e)
        {
            JournalLog.NotResumed(logger, table, $"The journal is broken: {e.Message}.");
            return (null, false);
        }
    }

    private async Task<PersistentStream?> ResumeAsync(
        TargetTable table, JournalContent before, PersistentStreamOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var opened = await streams
                .OpenAsync(table, options with { StreamId = before.StreamId }, cancellationToken).ConfigureAwait(false);
            if (opened.FirstOffset >= before.First && opened.FirstOffset <= before.Next) return opened;
            JournalLog.NotResumed(logger, table.Name, "The service has committed other rows than the journal says.");
            _last = opened.Stream;
            await EndLastAsync().ConfigureAwait(false);
        }
        catch (ZerobusException e) when (e.Code == ZerobusErrorCode.StreamNotFound)
        {
            JournalLog.NotResumed(logger, table.Name, "The service does not know the stream any more.");
        }
        return null;
    }

    private void Begin(Journal journal, string table, JournalContent? before, PersistentStream opened, bool resumed)
    {
        // Of a stream that was not resumed, only what was known before is certain.
        var first = resumed ? opened.FirstOffset : 0;
        var durable = before?.Entries.Where(entry => entry.Position < first).ToList() ?? [];
        try
        {
            memory.Recover([.. durable.SelectMany(static entry => RowsOf(entry.Row))]);
            journal.Begin(opened.Id, opened.FirstOffset, durable);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ZerobusException(
                ZerobusErrorCode.OpenFailed, $"The journal of the stream cannot be written: {e.Message}",
                $"Look at the folder that {EnvironmentVariables.DeliveryFolder} names.", e);
        }
        var found = durable.Count(static entry => entry.Position != JournalEntry.Durable);
        if (resumed) JournalLog.Resumed(logger, table, opened.FirstOffset, found);
        else JournalLog.Begun(logger, table);
    }

    private static IEnumerable<MessageRow> RowsOf(MessageRow row) => row.Index != JournalEntry.WholeMessage
        ? [row]
        : Enumerable.Range(0, row.Rows).Select(index => row with { Index = index });

    // Two connections of one stream would end each other. Rows of a stream that is closed may still become durable; of one that
    // was ended, the next says which are.
    private async Task EndLastAsync()
    {
        if (_last is not { } last) return;
        try
        {
            await last.CloseAsync().WaitAsync(CloseTime, clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            last.Abort();
            await EndAsync(last).ConfigureAwait(false);
        }
        catch (ZerobusException)
        {
            // It has ended.
        }
    }

    private static async Task EndAsync(ITableStream stream)
    {
        try
        {
            await stream.CloseAsync().ConfigureAwait(false);
        }
        catch (ZerobusException)
        {
            // It was aborted.
        }
    }
}
