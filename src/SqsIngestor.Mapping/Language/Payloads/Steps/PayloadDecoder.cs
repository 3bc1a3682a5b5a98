using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Memory;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Steps;

/// <summary>A step with the buffer for its result. One per encoder, so it need not be thread-safe.</summary>
/// <param name="memory">What a message may take.</param>
internal abstract class PayloadDecoder(WorkMemory memory)
{
    /// <summary>
    /// How much a decompressor writes at a time, whatever the size of the buffer: some find damage before they have written
    /// what stands in front of it, and would find a result too large only with a larger buffer.
    /// </summary>
    protected const int PieceSize = 16 * 1024;

    protected PayloadBuffer Output { get; } = new(memory);

    /// <summary>
    /// Replaces the payload with the result, or leaves the payload as it is. Never writes to the payload's own buffer,
    /// because the slots of an envelope may point into it.
    /// </summary>
    public abstract RecordErrorCode Decode(ref PayloadBuffer payload);
}
