using SqsIngestor.Zerobus.Buffering;

namespace SqsIngestor.Zerobus.Streams;

/// <summary>Accepts a write for which there is room, and gives its offset.</summary>
internal delegate long AcceptWrite(in RecordSource source);
