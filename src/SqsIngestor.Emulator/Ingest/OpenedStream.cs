using SqsIngestor.Emulator.Records;
using SqsIngestor.Emulator.Tables;

namespace SqsIngestor.Emulator.Ingest;

/// <summary>What create_stream agreed on. Exactly one decoder is there.</summary>
internal sealed record OpenedStream(StoredTable Table, RecordDecoder? Proto, JsonRecordDecoder? Json);
