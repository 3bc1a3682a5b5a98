using SqsIngestor.Mapping.Cel.Functions;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Evaluation;

/// <summary>A part of a timestamp in a time zone, or of a duration.</summary>
internal sealed class AccessorNode(CelAccessor accessor, CelNode operand, CelZone? zone, int offset) : CelNode
{
    public override CelValue Evaluate(CelContext context)
    {
        var value = operand.Evaluate(context);
        if (value.IsError) return value;
        if (value.Kind == CelKind.Timestamp) return CelAccessors.OfTimestamp(accessor, value, zone ?? CelZone.Utc);
        var duration = value.Kind == CelKind.Duration && zone is null
            ? CelAccessors.OfDuration(accessor, value)
            : CelValue.Missing;
        return duration.IsMissing ? CelValue.Fail(CelErrorCode.NoMatchingOverload).At(offset) : duration;
    }
}
