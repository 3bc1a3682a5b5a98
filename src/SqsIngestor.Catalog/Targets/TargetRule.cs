namespace SqsIngestor.Catalog.Targets;

/// <summary>What happens to a table to which a <see cref="TargetRule"/> applies.</summary>
public enum TargetVerdict
{
    /// <summary>Zerobus refuses streams into a table of this kind.</summary>
    KindRefused,

    /// <summary>Zerobus refuses streams into a table with this feature.</summary>
    FeatureRefused,

    /// <summary>Rows can land. There is something to know before that.</summary>
    Warning,
}

/// <summary>A kind of table, or a feature of one, that Zerobus refuses, or that matters to whoever writes to it.</summary>
/// <param name="Subject">The kind or feature, as the reference calls it.</param>
/// <param name="Verdict">Whether the table is refused.</param>
/// <param name="Sign">How the answer of the catalog shows it. Markdown.</param>
/// <param name="Description">The stable code, the meaning and the action.</param>
public sealed record TargetRule(string Subject, TargetVerdict Verdict, string Sign, ErrorDescription Description)
{
    /// <summary>The stable code, in snake case.</summary>
    public string Code => Description.Code;

    /// <summary>What the rule finds in a table, after the table's name in a sentence; null if it does not apply.</summary>
    internal Func<CatalogTable, string?> Find { get; init; } = _ => null;
}

/// <summary>A rule that applies to a table.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Text">What is found, why it matters, and what to do.</param>
public sealed record TargetFinding(TargetRule Rule, string Text)
{
    /// <summary>Whether Zerobus refuses the table.</summary>
    public bool IsRefusal => Rule.Verdict is TargetVerdict.KindRefused or TargetVerdict.FeatureRefused;

    /// <summary>The code and the text.</summary>
    public override string ToString() => $"{Rule.Code}: {Text}";
}

/// <summary>Zerobus cannot write to a table. The message has the code, the reason and what to do.</summary>
public sealed class TargetException : Exception
{
    internal TargetException(TargetFinding finding)
        : base(finding.ToString()) => Finding = finding;

    /// <summary>The rule that applies, and its text.</summary>
    public TargetFinding Finding { get; }
}
