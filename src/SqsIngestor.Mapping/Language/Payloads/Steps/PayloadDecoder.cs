using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Steps;

/// <summary>A step with the buffer for its result. One per encoder, so it need not be thread-safe.</summary>
internal abstract class PayloadDecoder
{
    /// <summary>Bytes of its memory.</summary>
    public int Size => Output.Bytes.Length;

    /// <summary>Bytes that its last result took.</summary>
    public int Used => Output.Length;

    protected PayloadBuffer Output { get; } = new();

    /// <summary>
    /// Replaces the payload with the result, or leaves the payload as it is. Never writes to the payload's own buffer,
    /// because the slots of an envelope may point into it.
    /// </summary>
    public abstract RecordErrorCode Decode(ref PayloadBuffer payload);
}
