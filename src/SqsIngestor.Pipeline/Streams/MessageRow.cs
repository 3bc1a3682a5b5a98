namespace SqsIngestor.Pipeline.Streams;

/// <summary>Which row of which message a row is. The default names no row.</summary>
/// <param name="Key">The message, as the delivery memory knows it.</param>
/// <param name="Index">The index of the row in the message, from 0.</param>
/// <param name="Shape">Which rows the message has in this delivery: a number for the tables that they go to.</param>
/// <param name="Rows">How many rows that are, in all tables, those that are durable already included.</param>
internal readonly record struct MessageRow(UInt128 Key, int Index, int Shape, int Rows);
