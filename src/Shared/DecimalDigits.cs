using Microsoft.CodeAnalysis;

namespace SqsIngestor.Shared;

/// <summary>The digits of a DECIMAL of Databricks SQL.</summary>
[Embedded]
internal static class DecimalDigits
{
    /// <summary>The most digits in all, those after the point included.</summary>
    public const int Most = 38;
}
