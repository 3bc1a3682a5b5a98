using System.Globalization;
using System.Text;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Tests.Text;

public sealed class DecimalTextTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("-0.00")]
    [InlineData("12.25")]
    [InlineData("0.1")]
    [InlineData("-0.3e1")]
    [InlineData("900719925474.991")]
    [InlineData("999999999999999e22")]
    [InlineData("123456789012345e-22")]
    [InlineData("1.5e-21")]
    public void TryToDouble_FewDigitsAndASmallExponent_IsTheNearestDouble(string text)
    {
        Assert.True(TryToDouble(text, out var value));

        Assert.Equal(BitsOf(text), BitConverter.DoubleToUInt64Bits(value));
    }

    [Fact]
    public void TryToDouble_AnyOfMany_IsTheNearestDouble()
    {
        var random = new Random(20260301);
        for (var i = 0; i < 20_000; i++)
        {
            var digits = random.NextInt64(1_000_000_000_000_000) / (long)Math.Pow(10, random.Next(16));
            var text = string.Create(CultureInfo.InvariantCulture, $"{digits}e{random.Next(-22, 23)}");

            Assert.True(TryToDouble(text, out var value), text);
            Assert.True(BitsOf(text) == BitConverter.DoubleToUInt64Bits(value), text);
        }
    }

    [Theory]
    [InlineData("1234567890123456")]
    [InlineData("1.234567890123456")]
    [InlineData("1e23")]
    [InlineData("1e-23")]
    [InlineData("0.1e-22")]
    public void TryToDouble_ManyDigitsOrALargeExponent_IsRefused(string text) => Assert.False(TryToDouble(text, out _));

    private static bool TryToDouble(string text, out double value)
    {
        Assert.True(DecimalText.TryParse(Encoding.ASCII.GetBytes(text), out var number));
        return number.TryToDouble(out value);
    }

    private static ulong BitsOf(string text) =>
        BitConverter.DoubleToUInt64Bits(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));
}
