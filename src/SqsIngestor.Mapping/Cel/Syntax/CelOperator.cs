namespace SqsIngestor.Mapping.Cel.Syntax;

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
