using static SqsIngestor.Mapping.Tests.Language.LanguageRig;

namespace SqsIngestor.Mapping.Tests.Language.Policies;

/// <summary>Policies for values that are not usable.</summary>
public class PolicyTests
{
    [Fact]
    public void SkipRow_Policy_LeavesTheRowOutAndTheMessageSucceeds() =>
        Assert.Empty(Encode("columns: { text: { from: $.body.a, on_missing: skip_row } }", "{}"));
}
