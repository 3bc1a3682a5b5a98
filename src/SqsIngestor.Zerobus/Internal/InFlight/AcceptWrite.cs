namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>Accepts a write for which there is room, and gives its offset.</summary>
internal delegate long AcceptWrite(in RecordSource source);
