namespace SqsIngestor.Mapping.Tests.Language.Oracle;

/// <summary>A value does not fit; a policy can handle it.</summary>
internal sealed class Refusal(string code) : Exception
{
    public string Code => code;
}

/// <summary>The message fails.</summary>
internal sealed class Failure(string code, string column) : Exception
{
    public string Code => code;

    public string Column => column;
}

/// <summary>The row is not written.</summary>
internal sealed class SkippedRow : Exception;
