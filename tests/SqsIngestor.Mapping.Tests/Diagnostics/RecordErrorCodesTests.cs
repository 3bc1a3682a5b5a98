using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Mapping.Tests.Diagnostics;

public sealed class RecordErrorCodesTests
{
    [Fact]
    public void All_Codes_AreThoseOfTheEnumInItsOrder() =>
        Assert.Equal(
            Enum.GetValues<RecordErrorCode>().Where(c => c != RecordErrorCode.None), RecordErrorCodes.All.Select(e => e.Code));

    [Fact]
    public void All_Texts_AreUniqueAndThoseOfTheirCodes()
    {
        Assert.All(RecordErrorCodes.All, e => Assert.Equal(e.Text, e.Code.ToText()));
        Assert.Distinct(RecordErrorCodes.All.Select(e => e.Text));
    }
}
