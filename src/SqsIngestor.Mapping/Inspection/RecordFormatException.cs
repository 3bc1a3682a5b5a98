namespace SqsIngestor.Mapping.Inspection;

/// <summary>Bytes that are not a record of the message that they are read as.</summary>
public sealed class RecordFormatException : Exception
{
    internal RecordFormatException(int offset, string message) : base($"offset {offset}: {message}") => Offset = offset;

    /// <summary>Where reading stopped, in bytes from the record's start.</summary>
    public int Offset { get; }
}
