namespace SqsIngestor.Mapping.Expressions.Cel;

/// <summary>Operators between two operands, without those of logic.</summary>
internal enum CelOperator : byte
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
}
