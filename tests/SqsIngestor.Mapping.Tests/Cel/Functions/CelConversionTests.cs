namespace SqsIngestor.Mapping.Tests.Cel.Functions;

public sealed class CelConversionTests
{
    [Theory]
    [InlineData("int(7) + int(7u) + int('7') + int(7.9)", "28")]
    [InlineData("int(-7.9)", "-7")]
    [InlineData("int('-9223372036854775808')", "-9223372036854775808")]
    [InlineData("int(9223372036854775807u)", "9223372036854775807")]
    [InlineData("int(9223372036854775808u)", "out_of_range")]
    [InlineData("int(9.3e18)", "out_of_range")]
    [InlineData("int(-9223372036854775808.0)", "out_of_range")]
    [InlineData("int(0.0/0.0)", "out_of_range")]
    [InlineData("int('9223372036854775808')", "not_convertible")]
    [InlineData("int('1.0')", "not_convertible")]
    [InlineData("int(' 1')", "not_convertible")]
    [InlineData("int('')", "not_convertible")]
    [InlineData("int(timestamp('1970-01-01T00:00:01.9Z'))", "1")]
    [InlineData("int(timestamp('1969-12-31T23:59:59.9Z'))", "-1")]
    [InlineData("uint(7) + uint(7u) + uint('7') + uint(7.9)", "28u")]
    [InlineData("uint(-1)", "out_of_range")]
    [InlineData("uint(-0.5)", "out_of_range")]
    [InlineData("uint(1.9e19)", "out_of_range")]
    [InlineData("uint('-1')", "not_convertible")]
    [InlineData("double(3) + double(3u) + double(0.5) + double('2.5e-1')", "6.75")]
    [InlineData("double('NaN') != double('NaN')", "true")]
    [InlineData("double('Infinity') > 1e308 && double('-Infinity') < -1e308", "true")]
    [InlineData("double('1e999')", "out_of_range")]
    [InlineData("double('abc')", "not_convertible")]
    [InlineData("double('')", "not_convertible")]
    [InlineData("double('1,5')", "not_convertible")]
    [InlineData("string('a') + string(true) + string(-1) + string(2u) + string(1.5)", "\"atrue-121.5\"")]
    [InlineData("string(-0.0045) + ' ' + string(1e23) + ' ' + string(1.0)", "\"-0.0045 1e+23 1\"")]
    [InlineData("string(b'\\xc3\\xa9')", "\"é\"")]
    [InlineData("string(b'\\xc3')", "invalid_text")]
    [InlineData("string(timestamp('2026-03-01T12:00:00.120Z'))", "\"2026-03-01T12:00:00.12Z\"")]
    [InlineData("string(duration('1h1.5s'))", "\"3601.5s\"")]
    [InlineData("string(dyn([]))", "no_matching_overload")]
    [InlineData("string(dyn(null))", "no_matching_overload")]
    [InlineData("bytes('é') == b'\\xc3\\xa9' && bytes(b'a') == b'a'", "true")]
    [InlineData(
        "[bool('1'), bool('t'), bool('true'), bool('True'), bool('TRUE'), bool(true)]", "[true,true,true,true,true,true]")]
    [InlineData("[bool('0'), bool('f'), bool('false'), bool('False'), bool('FALSE')]", "[false,false,false,false,false]")]
    [InlineData("bool('yes')", "not_convertible")]
    [InlineData("bool('tRUE')", "not_convertible")]
    [InlineData("timestamp(0) == timestamp('1970-01-01T00:00:00Z')", "true")]
    [InlineData("duration(duration('1s')) == duration('1000ms') && timestamp(timestamp(1)) == timestamp(1)", "true")]
    [InlineData("dyn(1)", "1")]
    [InlineData(
        "[type(1), type(1u), type(1.0), type(''), type(b''), type(true), type(null)]",
        "[int,uint,double,string,bytes,bool,null_type]")]
    [InlineData(
        "[type([]), type({}), type(int), type(timestamp(0)), type(duration('0'))]",
        "[list,map,type,google.protobuf.Timestamp,google.protobuf.Duration]")]
    [InlineData("type(timestamp(0)) == google.protobuf.Timestamp && type(type(1)) == type && type(x) == double", "true")]
    public void Evaluate_Conversion_ConvertsOrSaysWhyNot(string text, string expected) =>
        Assert.Equal(expected, CelRun.Evaluate(text, """{"x":1.0}"""));
}
