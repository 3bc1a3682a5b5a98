namespace SqsIngestor.Emulator.Tables;

/// <summary>The store could not do what it was asked to.</summary>
public sealed class TableStoreException : Exception
{
    internal TableStoreException(string code, string message, Exception? innerException = null)
        : base($"{code}: {message}", innerException) => Code = code;

    /// <summary>A stable name for the fault, for instance <c>table_exists</c>.</summary>
    public string Code { get; }
}
