namespace SqsIngestor.Mapping.Tests.Cel.Values;

public sealed class CelComparisonTests
{
    [Theory]
    [InlineData("1 == 1 && 1 != 2 && 1u == 1u && 1.0 == 1.0")]
    [InlineData("dyn(1) == 1u && dyn(1) == 1.0 && dyn(1u) == 1.0 && dyn(1.0) == 1")]
    [InlineData("dyn(-1) != 18446744073709551615u")]
    [InlineData("dyn(1) != 1.5 && dyn(1u) != 0.5")]
    [InlineData("'a' == 'a' && 'a' != 'A' && 'e\\u0301' != '\\u00e9'")]
    [InlineData("b'a' == b'\\x61' && dyn(b'a') != 'a'")]
    [InlineData("null == null && dyn(null) != 0 && dyn(false) != null && dyn('') != null && dyn([]) != null")]
    [InlineData("true == true && true != false && dyn(true) != 1")]
    [InlineData("[1, 2] == [1, 2] && [1, 2] != [2, 1] && [1] != [1, 1] && [] == []")]
    [InlineData("dyn([1]) == [1.0] && dyn([1u, [2]]) == [1, [2.0]]")]
    [InlineData("{'a': 1, 'b': 2} == {'b': 2, 'a': 1} && {'a': 1} != {'a': 2} && {'a': 1} != {'b': 1}")]
    [InlineData("dyn({1: 'x'}) == {1u: 'x'} && {'a': 1} != {'a': 1, 'b': 2}")]
    [InlineData("dyn(1) != '1' && dyn([1]) != 1 && dyn({}) != []")]
    [InlineData("0.0/0.0 != 0.0/0.0 && !(0.0/0.0 == 0.0/0.0) && dyn(1) != 0.0/0.0")]
    [InlineData("int == type(1) && type(1) != type(1u) && dyn(type(1)) != 'int'")]
    public void Evaluate_Equality_HoldsAcrossTypes(string text) => Assert.Equal("true", CelRun.Evaluate(text));

    [Theory]
    [InlineData("-1 < 0 && 0 < 1 && !(1 < 1) && 1 <= 1 && 2 > 1 && 1 >= 1")]
    [InlineData("0u < 1u && 18446744073709551615u > 9223372036854775808u")]
    [InlineData("1.0 < 1.0000001 && -0.0 <= 0.0 && !(-0.0 < 0.0)")]
    [InlineData("dyn(-1) < 0u && dyn(18446744073709551615u) > -1 && dyn(1) < 1.5 && dyn(2u) > 1.5")]
    [InlineData("dyn(9223372036854775807) < 1e19 && dyn(-9223372036854775808) > -1e19")]
    [InlineData("dyn(18446744073709551615u) < 2e19 && dyn(0u) > -0.5")]
    [InlineData("!(0.0/0.0 < 1.0) && !(0.0/0.0 > 1.0) && !(dyn(1) <= 0.0/0.0) && !(dyn(1u) >= 0.0/0.0)")]
    [InlineData("1.0/0.0 > dyn(9223372036854775807) && -1.0/0.0 < dyn(-9223372036854775808)")]
    [InlineData("'a' < 'b' && 'a' < 'aa' && '' < 'a' && 'Z' < 'a' && 'z' < '\\u00e9' && '\\uffff' < '\\U00010000'")]
    [InlineData("b'' < b'\\x00' && b'\\x7f' < b'\\x80'")]
    [InlineData("false < true && !(true < true) && true >= false")]
    public void Evaluate_Order_IsTheTypesOwn(string text) => Assert.Equal("true", CelRun.Evaluate(text));

    [Theory]
    [InlineData("x < 'a'")]
    [InlineData("y <= y")]
    [InlineData("a >= a")]
    [InlineData("b < b")]
    public void Evaluate_OrderOfTypesWithoutOne_IsAnError(string text) =>
        Assert.Equal("no_matching_overload", CelRun.Evaluate(text, """{"x":1,"y":[1],"a":{"k":1},"b":null}"""));

    [Theory]
    [InlineData("2 in [1, 2]", "true")]
    [InlineData("3 in [1, 2]", "false")]
    [InlineData("1 in []", "false")]
    [InlineData("dyn(2.0) in [1, 2] && dyn(2u) in [1, 2] && dyn(2) in [2.0]", "true")]
    [InlineData("[1] in [[1], [2]]", "true")]
    [InlineData("'k' in {'k': null}", "true")]
    [InlineData("'z' in {'k': null}", "false")]
    [InlineData("dyn(1.0) in {1: 0} && dyn(1u) in {1: 0}", "true")]
    [InlineData("dyn(b'k') in {'k': 0}", "false")]
    [InlineData("x in a", "true")]
    [InlineData("'tw\\u006f' in b && !('three' in b)", "true")]
    [InlineData("1 in x", "no_matching_overload")]
    public void Evaluate_In_LooksForElementsAndKeys(string text, string expected) =>
        Assert.Equal(expected, CelRun.Evaluate(text, """{"x":"one","a":["zero","on\u0065"],"b":{"tw\u006f":2}}"""));

    [Fact]
    public void Evaluate_JsonValues_CompareByValue()
    {
        var json = """{"a":{"n":[1,2.0,1e2,"\u0061\/",null,{"k":true}]},"b":{"n":[1.0,2,100,"a/",null,{"\u006b":true}]}}""";

        Assert.Equal("true", CelRun.Evaluate("a == b && a.n == b.n && a.n[3] == 'a/' && a.n[5] == {'k': true}", json));
    }
}
