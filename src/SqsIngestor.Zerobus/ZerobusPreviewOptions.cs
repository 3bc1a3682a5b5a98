namespace SqsIngestor.Zerobus;

/// <summary>
/// Features of the service that are in development or Beta. What they do can change with any version of this library, and the
/// service may refuse them. All are off by default.
/// </summary>
public sealed record ZerobusPreviewOptions
{
    /// <summary>
    /// Allows <see cref="ZerobusStreamOptions.Persistent"/> and <see cref="ZerobusClient.RetireStreamAsync"/>. Default false.
    /// </summary>
    public bool PersistentStreams { get; init; }

    /// <summary>Allows <see cref="RecordType.Avro"/>. Default false.</summary>
    public bool Avro { get; init; }
}
