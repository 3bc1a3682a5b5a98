using System.Globalization;
using CsCheck;
using SqsIngestor.Mapping.Language;

namespace SqsIngestor.Mapping.Tests.Records.Scalars;

public sealed class UuidTests
{
    private const string Canonical = "0123abcd-4567-89ef-fedc-ba9876543210";

    private static readonly MappingPlan Uuid = OneColumn.Plan("string_value", "{ from: $.body.v, as: uuid }");

    [Theory]
    [InlineData("0123abcd-4567-89ef-fedc-ba9876543210")]
    [InlineData("0123ABCD-4567-89EF-FEDC-BA9876543210")]
    [InlineData("{0123abcd-4567-89ef-fedc-ba9876543210}")]
    [InlineData("urn:uuid:0123abcd-4567-89ef-fedc-ba9876543210")]
    [InlineData("URN:UUID:0123abcd-4567-89ef-fedc-ba9876543210")]
    [InlineData("0123abcd456789effedcba9876543210")]
    public void Uuid_AnySpelling_IsCanonical(string text) =>
        Assert.Equal(Canonical, OneColumn.Encode(Uuid, $"\"{text}\"").StringValue);

    [Theory]
    [InlineData("\"\"", "uuid")]
    [InlineData("\"0123abcd-4567-89ef-fedc-ba987654321\"", "uuid")]
    [InlineData("\"0123abcd-4567-89ef-fedc-ba987654321g\"", "uuid")]
    [InlineData("\"0123abcd4-567-89ef-fedc-ba9876543210\"", "uuid")]
    [InlineData("\"(0123abcd-4567-89ef-fedc-ba9876543210)\"", "uuid")]
    [InlineData("\"{0123abcd456789effedcba9876543210}\"", "uuid")]
    [InlineData("1", "wrong_type")]
    public void Uuid_OtherText_FailsWithCode(string json, string code) => Assert.Equal(code, OneColumn.ErrorOf(Uuid, json));

    [Fact]
    public void Uuid_AnyGuidInAnyFormat_RoundTrips() => Gen.Select(Gen.Guid, Gen.Char["NDB"]).Sample((guid, format) =>
        OneColumn.Encode(
            Uuid, $"\"{guid.ToString(format.ToString(), CultureInfo.InvariantCulture).ToUpperInvariant()}\"").StringValue == guid
            .ToString("D", CultureInfo.InvariantCulture), iter: 1_000);
}
