using SqsIngestor.Mapping.Tests.Protos;

namespace SqsIngestor.Mapping.Tests.Records.Scalars;

public sealed class EnumTests
{
    [Fact]
    public void Enum_FoldCaseWithoutTable_MatchesTheDescriptorsNames() =>
        Assert.Equal(
            EveryType.Types.Color.Green,
            OneColumn.Encode(OneColumn.Plan("color", "{ from: $.body.v, fold_case: true }"), "\"Green\"").Color);

    [Theory]
    [InlineData("\"1\"", "none")]
    [InlineData("\"-1\"", "none")]
    [InlineData("\"7\"", "enum_value")]
    public void Enum_NumberOfATransform_IsTakenByTheDescriptor(string json, string code) =>
        Assert.Equal(code, OneColumn.ErrorOf(OneColumn.Plan("color", "{ from: $.body.v, transform: to_int }"), json));
}
