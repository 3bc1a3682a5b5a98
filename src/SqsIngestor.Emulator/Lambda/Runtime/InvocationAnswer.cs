namespace SqsIngestor.Emulator.Lambda.Runtime;

/// <summary>A response, or an error in its place.</summary>
internal sealed record InvocationAnswer(ReadOnlyMemory<byte> Response, RuntimeError? Error);
