using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Policies;

/// <summary>Policies as written; null if the file does not say.</summary>
internal sealed record PolicySyntax
{
    /// <summary>The words for a policy. <see cref="Policy.Default"/> has none: the key <c>default</c> stands for it.</summary>
    public static readonly Keywords<Policy> Words = new(
        ("fail", Policy.Fail, "The message fails."),
        ("to_null", Policy.ToNull, "The column is NULL."),
        ("skip_row", Policy.SkipRow, "The row is not written. Other rows of the message are."),
        ("rescue", Policy.Rescue, "The column is NULL, and the original value goes to the rescued column of the table."));

    public Policy? OnMissing { get; init; }

    public Policy? OnNull { get; init; }

    public Policy? OnError { get; init; }

    /// <summary>Stands in for a missing or null value.</summary>
    public YamlScalar? Default { get; init; }

    /// <summary>One of the policies is rescue.</summary>
    public bool Rescues => OnMissing == Policy.Rescue || OnNull == Policy.Rescue || OnError == Policy.Rescue;

    /// <summary>The effective policies: these, then the file's defaults, then the language's.</summary>
    public ColumnPolicies Over(PolicySyntax defaults)
    {
        var whenUnset = Default is null ? (Policy?)null : Policy.Default;
        return new(
            OnMissing ?? whenUnset ?? defaults.OnMissing ?? ColumnPolicies.Standard.OnMissing,
            OnNull ?? whenUnset ?? defaults.OnNull ?? ColumnPolicies.Standard.OnNull,
            OnError ?? defaults.OnError ?? ColumnPolicies.Standard.OnError);
    }
}
