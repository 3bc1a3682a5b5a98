using System.Text;
using SqsIngestor.Mapping.Cel;
using SqsIngestor.Mapping.Cel.Functions;

namespace SqsIngestor.Mapping.Tests.Cel.Functions;

public sealed class CelTextFunctionTests
{
    [Theory]
    [InlineData("size('') == 0 && size('abc') == 3 && size('\\u00e9') == 1 && size('\\U0001F431') == 1 && 'ab'.size() == 2")]
    [InlineData("size(b'\\xc3\\xa9') == 2 && size([]) == 0 && [1, 2].size() == 2 && {'a': 1}.size() == 1")]
    [InlineData(
        "'order.created'.startsWith('order.') && !'order'.startsWith('order.') && 'a'.startsWith('') && ''.startsWith('')")]
    [InlineData("'a.json'.endsWith('.json') && !'json'.endsWith('.json') && 'a'.endsWith('') && !''.endsWith('a')")]
    [InlineData(
        "'abababc'.contains('ababc') && !'ab'.contains('ba') && 'a'.contains('') && ''.contains('') && " +
            "'Straße'.contains('aß')")]
    [InlineData("x.startsWith('caf\\u00e9') && x.endsWith('\\n') && x.contains('\\U0001F431') && x.size() == 8")]
    [InlineData("size(a) == 3 && size(b) == 2 && a.size() + b.size() == 5")]
    public void Evaluate_TextFunctions_CountAndFind(string text) =>
        Assert.Equal(
            "true", CelRun.Evaluate(text, """{"x":"caf\u00e9 \ud83d\udc31!\n","a":[[1,2],{},null],"b":{"k":[1],"l":2}}"""));

    [Theory]
    [InlineData("x.startsWith('a')")]
    [InlineData("x.endsWith(y)")]
    [InlineData("y.contains(x)")]
    [InlineData("size(x)")]
    [InlineData("x.matches('a')")]
    public void Evaluate_TextFunctionsOfOthers_AreErrors(string text) =>
        Assert.Equal("no_matching_overload", CelRun.Evaluate(text, """{"x":1,"y":"text"}"""));

    [Theory]
    [InlineData("aaaab", 4, 1)]
    [InlineData("abcabd", 3, 3)]
    public void Contains_LongPatterns_AgreesWithPlainSearch(string seed, int repeat, int cut)
    {
        var pattern = string.Concat(Enumerable.Repeat(seed, 40));
        var near = string.Concat(Enumerable.Repeat(pattern[..^cut] + "z", repeat));

        Assert.False(Contains(near, pattern));
        Assert.True(Contains(near + pattern, pattern));
    }

    private static bool Contains(string text, string pattern) =>
        CelSearch.Contains(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(pattern), new CelContext());
}
