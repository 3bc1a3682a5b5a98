namespace SqsIngestor.Mapping.Tests.Language.Oracle;

/// <summary>A value does not fit; a policy can handle it.</summary>
/// <param name="code">The code of the error.</param>
/// <param name="below">The names of the fields below the column, each after a dot.</param>
internal sealed class Refusal(string code, string below = "") : Exception
{
    public string Code => code;

    public string Below => below;

    /// <summary>Runs what belongs to a field, whose name comes before those below it.</summary>
    public static T In<T>(string field, Func<T> part)
    {
        try
        {
            return part();
        }
        catch (Refusal refusal)
        {
            throw new Refusal(refusal.Code, $".{field}{refusal.Below}");
        }
    }
}

/// <summary>The message fails.</summary>
internal sealed class Failure(string code, string column) : Exception
{
    public string Code => code;

    public string Column => column;
}

/// <summary>The row is not written.</summary>
internal sealed class SkippedRow : Exception;
