using SqsIngestor.Shared;
using SqsIngestor.Zerobus.Internal.Wire;

namespace SqsIngestor.Zerobus;

/// <summary>Size limits that the service enforces and the client checks before it sends. All in bytes.</summary>
public static class ZerobusLimits
{
    /// <summary>The most bytes of one gRPC message, envelope included: 10 MiB.</summary>
    public const int MaxMessageBytes = 10 * 1024 * 1024;

    /// <summary>The most bytes of one record written alone. The envelope takes the rest.</summary>
    public static int MaxRecordBytes { get; } = EnvelopeSize.LargestBody(MaxMessageBytes);

    /// <summary>The most bytes of one batch, counted as the sum of <see cref="BatchedSize"/> over its records.</summary>
    public static int MaxBatchBytes => MaxRecordBytes;

    /// <summary>The size of a record inside a batch, in bytes: its own bytes, its length and a tag.</summary>
    public static int BatchedSize(int recordBytes) => 1 + Varint.Size((ulong)recordBytes) + recordBytes;
}
