namespace SqsIngestor.Mapping.Language;

/// <summary>A row of the message that was encoded last.</summary>
/// <param name="Target">Index into <see cref="MappingPlan.Targets"/>.</param>
/// <param name="Offset">Where its bytes start in the encoder's buffer.</param>
/// <param name="Length">How many bytes it has.</param>
public readonly record struct EncodedRow(int Target, int Offset, int Length);
