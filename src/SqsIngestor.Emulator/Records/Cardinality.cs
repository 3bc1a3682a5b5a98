namespace SqsIngestor.Emulator.Records;

internal enum Cardinality
{
    Single,
    List,
    Map,
}
