using SqsIngestor.Catalog.Types;
using SqsIngestor.Cli.Mappings;
using SqsIngestor.Mapping.Language.Meanings;

namespace SqsIngestor.Cli.Tests.Mappings;

/// <summary>The meanings of mappings and the types of tables that need them are two catalogs, which must agree.</summary>
public sealed class MappingTypesTests
{
    public static TheoryData<string> Words() => [.. MeaningCatalog.Words];

    [Theory]
    [MemberData(nameof(Words))]
    public void Type_OfEachMeaning_IsTheTypeThatNeedsIt(string word)
    {
        var row = MeaningCatalog.Find(word)!;
        var meaning = row.Parameters.Length == 0 ? word : $"{word}(12,4)";

        var type = MappingTypes.Type(meaning);

        Assert.Equal(row.IsColumnType ? meaning : null, type is null ? null : TypeMeaning.Of(type));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("decimal(99,2)")]
    [InlineData("bigint")]
    public void Type_OfNoMeaning_IsNull(string? meaning) => Assert.Null(MappingTypes.Type(meaning));

    [Fact]
    public void TypeMeaning_OfEachType_IsAMeaningOfThatType()
    {
        var types = Enum.GetValues<DeltaKind>().Select(DeltaType (kind) => new ScalarType(kind)).Append(new DecimalType(12, 4))
            .Where(type => TypeMeaning.Of(type) is not null);

        Assert.All(types, type => Assert.Equal(type, MappingTypes.Type(TypeMeaning.Of(type))));
    }
}
