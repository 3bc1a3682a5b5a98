namespace SqsIngestor.Mapping.Cel.Syntax;

/// <summary><c>operand.member</c>.</summary>
internal sealed class SelectExpression(CelExpression operand, string member, int memberOffset, int end)
    : CelExpression(operand.Offset, end - operand.Offset, Above(operand))
{
    public CelExpression Operand { get; } = operand;

    public string Member { get; } = member;

    public int MemberOffset { get; } = memberOffset;
}
