using SqsIngestor.Catalog;

namespace SqsIngestor.Emulator.Tables;

/// <summary>A table at one point of its life. A change makes a new one, and streams on the old one end.</summary>
internal sealed class StoredTable(CatalogTable table)
{
    private readonly TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CatalogTable Table { get; } = table;

    /// <summary>Ends when the table is replaced, altered or dropped.</summary>
    public Task Changed => _changed.Task;

    public void MarkChanged() => _changed.TrySetResult();
}
