using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Steps;

/// <summary>A step with the buffer that its result goes to.</summary>
internal abstract class PayloadDecoder
{
    protected PayloadBuffer Output { get; } = new();

    /// <summary>
    /// Puts its result in the place of the payload, or leaves the payload as it is. The payload's own buffer is never
    /// written to: an envelope's slots may lead into it.
    /// </summary>
    public abstract RecordErrorCode Decode(ref PayloadBuffer payload);
}
