using CsCheck;
using SqsIngestor.Mapping.Cel;
using SqsIngestor.Mapping.Cel.Patterns;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Tests.Cel;

public sealed class CelHostileTests
{
    private const string Input = """
        {"body":{"type":"order.created",
         "order":{"id":9007199254740993,"total":1e400,"lines":[{"sku":"a","qty":1},{"sku":"\ud800"}],"note":null}},
         "x":[1,2.5,"\u0061",null,true,{"k":[]},18446744073709551616],"y":-9223372036854775808,"a":"caf\u00e9",
         "b":{"k":"v","k":"w"}}
        """;

    /// <summary>Cases of each property; CEL_CASES in the environment gives more for a longer run.</summary>
    private static readonly long Cases =
        long.TryParse(System.Environment.GetEnvironmentVariable("CEL_CASES"), out var cases) ? cases : 50_000;

    private static readonly Gen<string> Atom = Gen.OneOf(
        "0", "1", "-1", "9223372036854775807", "-9223372036854775808", "3u", "18446744073709551615u", "0.0", "2.5", "1e308",
        "(0.0/0.0)", "true", "false", "null", "''", "'a'", "'order.created'", "b'\\xff'", "[]", "[1, 'a', null]", "{}",
            "{'k': 1}",
        "int", "body", "body.type", "body.order", "body.order.id", "body.order.total", "body.order.lines",
        "body.order.lines[1].sku", "body.gone", "x", "x[0]", "x[6]", "y", "a", "b", "b.k", "line", "v",
        "timestamp('9999-12-31T23:59:59Z')", "duration('9223372036s')", "'+01:00'",
        "optional.none()", "optional.of(body)", "body.?order", "body.?gone.?k", "x[?0]", "b.?k");

    private static readonly Gen<string> Operator =
        Gen.OneOf("+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "in", "&&", "||");

    private static readonly Gen<string> Function =
        Gen.OneOf("size", "int", "uint", "double", "string", "bytes", "bool", "timestamp", "duration", "type", "optional.of",
            "optional.ofNonZeroValue", "base64.encode", "base64.decode", "strings.quote", "math.abs", "math.sign", "math.ceil",
            "math.round", "math.sqrt", "math.isNaN", "math.bitNot", "math.greatest", "math.least");

    private static readonly Gen<string> Binary = Gen.OneOf(
        "startsWith", "endsWith", "contains", "indexOf", "lastIndexOf", "charAt", "substring", "split", "join", "format", "or",
        "orValue");

    private static readonly Gen<string> Pair = Gen.OneOf(
        "math.bitAnd", "math.bitShiftLeft", "math.bitShiftRight", "math.greatest", "math.least");

    private static readonly Gen<string> Format = Gen.String[Gen.Char["%%%%.sdfebxXo19 q"], 0, 8];

    private static readonly Gen<string> Member =
        Gen.OneOf(
            "getFullYear()", "getHours('+14:00')", "getMilliseconds()", "size()", "matches('a+')", "trim()", "reverse()",
            "join()",
            "lowerAscii()", "upperAscii()", "hasValue()", "value()", "charAt(1)", "substring(1, 2)", "optMap(v, [v])",
            "optFlatMap(v, optional.of(v))", "split('', 3)", "replace('a', 'bc', 2)", "lastIndexOf('a', 1)", "?k", "?k.sku",
            "all(i, v, dyn(v) != i)", "transformList(i, v, i)", "transformMap(i, v, v)",
            "transformMapEntry(i, v, {string(i): v})");

    private static readonly Gen<string> Token = Gen.OneOf(
        "x", "body", ".", ".?", "[?", "cel.bind(", "optional.of(", "math.",
        "(", ")", "[", "]", "{", "}", ",", ":", "?", "&&", "||", "!", "-", "==", "in", "1", "'a'", "has(",
        ".exists(v,", "r'", "\"\"\"", "1e", "0x");

    private static readonly Gen<string> Expression = Gen.Recursive<string>((depth, self) => depth > 3 ? Atom : Gen.Frequency(
        (2, Atom),
        (4, Gen.Select(self, Operator, self, (l, o, r) => $"(dyn({l}) {o} dyn({r}))")),
        (1, Gen.Select(self, self, self, (c, t, f) => $"(dyn({c}) ? dyn({t}) : {f})")),
        (1, Gen.Select(Gen.OneOf("!", "-"), self, (o, e) => $"{o}dyn({e})")),
        (2, Gen.Select(Function, self, (f, e) => $"{f}(dyn({e}))")),
        (3, Gen.Select(self, Binary, self, (t, f, e) => $"dyn({t}).{f}(dyn({e}))")),
        (1, Gen.Select(Pair, self, self, (f, a, b) => $"{f}(dyn({a}), dyn({b}))")),
        (1, Gen.Select(Format, self, self, (f, a, b) => $"dyn('{f}').format([{a}, dyn({b})])")),
        (1, Gen.Select(self, self, self, (t, a, b) => $"dyn({t}).replace(dyn({a}), dyn({b}))")),
        (1, Gen.Select(self, self, (a, b) => $"cel.bind(v, {a}, {b})")),
        (1, Gen.Select(self, self, (a, b) => $"[?dyn({a}), {b}]")),
        (1, Gen.Select(self, self, (a, b) => $"dyn({a})[?dyn({b})]")),
        (1, Gen.Select(self, Member, (t, f) => $"dyn({t}).{f}")),
        (1, Gen.Select(self, self, (c, i) => $"dyn({c})[{i}]")),
        (1, Gen.Select(self, Gen.OneOf("k", "sku", "`x`"), (c, m) => $"(has(dyn({c}).{m}) ? dyn({c}).{m} : dyn(0))")),
        (
            2,
            Gen.Select(
                self, Gen.OneOf("exists", "all", "exists_one", "filter", "map"), self, (c, m, e) =>
                $"dyn({c}).{m}(v, dyn({e}))")),
        (1, Gen.Select(self, self, (l, r) => $"[{l}, {r}]")),
        (1, Gen.Select(self, self, (k, v) => $"{{dyn({k}): {v}}}"))));

    private static readonly CelEnvironment Environment = CelRun.Json([.. CelRun.Environment.Names, "v"]);

    [Fact]
    public void Evaluate_GeneratedExpressions_NeverThrow()
    {
        var evaluated = 0;
        Expression.Sample(
            text =>
            {
                var compilation = CelCompiler.Compile(text, Environment);
                if (compilation.Program is not { } program) return compilation.Diagnostics.Any(d => d.IsError);
                Interlocked.Increment(ref evaluated);
                var context = new CelContext(costLimit: 100_000);
                var scope = new JsonScope(program, Input);
                var (first, again) = (program.Evaluate(scope, context), program.Evaluate(scope, context));
                return first.Kind != CelKind.Missing && first.Kind == again.Kind && first.ErrorCode == again.ErrorCode
                    && CelRun.Show(first, context) == CelRun.Show(again, context);
            },
            iter: Cases);

        Assert.True(evaluated > Cases / 2, $"only {evaluated} were evaluated");
    }

    [Fact]
    public void Compile_RandomText_GivesAProgramOrDiagnosticsInside() =>
        Gen.OneOf(
            Gen.String,
            Gen.String[Gen.Char["()[]{}.,:?+-*/%!=<>&|\"'`\\ \n0123456789abrxuUeE_in"], 0, 60],
            Token.Array[0, 30].Select(string.Concat))
        .Sample(
            text =>
            {
                var compilation = CelCompiler.Compile(text, Environment);
                return (compilation.Program is not null || compilation.Diagnostics.Any(d => d.IsError))
                    && compilation.Diagnostics.All(diagnostic => IsInside(diagnostic, text) && diagnostic.Message.Length < 1000);
            },
            iter: Cases);

    private static bool IsInside(CelDiagnostic diagnostic, string text) =>
        diagnostic.Offset >= 0 && diagnostic.Length >= 0 && diagnostic.Offset + diagnostic.Length <= text.Length;

    [Fact]
    public void Compile_RandomPatterns_GivesARegexOrAProblem() =>
        Gen.String[Gen.Char["()[]{}|*+?.^$\\-,:abdDwWsSpPxLn019 \u00e9\ud83d\udc31"], 0, 24].Sample(
            pattern =>
            {
                var compiled = CelPattern.Compile(pattern, out var problem);
                compiled?.IsMatch("b-\U0001F431");
                return compiled is null == problem is not null;
            },
            iter: Cases / 25);

    [Theory]
    [InlineData("(")]
    [InlineData("((")]
    [InlineData("[")]
    [InlineData("{1:")]
    [InlineData("x[")]
    [InlineData("size(")]
    [InlineData("!")]
    [InlineData("-")]
    [InlineData("true?")]
    [InlineData("true?1:")]
    [InlineData("x.")]
    [InlineData("x+")]
    [InlineData("x==")]
    [InlineData("x.exists(v,")]
    [InlineData("[1].map(v,")]
    [InlineData("'")]
    [InlineData("\\")]
    [InlineData("//")]
    public void Compile_TenThousandOfAThing_EndsInDiagnostics(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, Math.Min(10_000, CelLimits.MaxTextLength / part.Length)));

        var compilation = CelCompiler.Compile(text, Environment);

        Assert.Null(compilation.Program);
        Assert.NotEmpty(compilation.Diagnostics);
    }

    [Theory]
    [InlineData("x.a[0] == 1 && ", 4_000)]
    [InlineData("q.w || ", 9_000)]
    [InlineData("[1, 2, 3, 4, 5, 6, 7] != [] && ", 2_000)]
    [InlineData("x.map(v, v) == [] || ", 3_000)]
    public void Compile_LongText_GivesAProgramOrFewDiagnostics(string part, int count)
    {
        var text = string.Concat(Enumerable.Repeat(part, count)) + "true";

        var compilation = CelCompiler.Compile(text, Environment);

        Assert.True(compilation.Program is not null || compilation.Diagnostics.Count <= CelLimits.MaxDiagnostics);
    }

    [Fact]
    public void Compile_NestedParentheses_AreBounded()
    {
        Assert.Equal("cel_too_large@100+1", CelRun.Diagnose(new string('(', 10_000) + "1" + new string(')', 10_000)));
        Assert.Equal("cel_too_large@0+1000000", CelRun.Diagnose(new string('1', 1_000_000)));
        Assert.StartsWith("cel_too_large@", CelRun.Diagnose("1" + string.Concat(Enumerable.Repeat("+1", 5_000))));
        Assert.StartsWith("cel_too_large@", CelRun.Diagnose("x" + string.Concat(Enumerable.Repeat(".y", 5_000))));
        Assert.StartsWith("cel_too_large@", CelRun.Diagnose("[" + string.Concat(Enumerable.Repeat("1,", 1_500)) + "1]"));
        var macros = string.Concat(Enumerable.Repeat("x.all(v, ", 12)) + "true" + new string(')', 12);
        Assert.StartsWith("cel_too_large@", CelRun.Diagnose(macros));
    }

    [Fact]
    public void Compile_AnyMistake_NeverShowsMuchOfTheText()
    {
        var secret = new string('s', 400);

        Assert.All(
            CelCompiler.Compile($"'{secret}' {secret}", Environment).Diagnostics,
            diagnostic => Assert.DoesNotContain(secret, diagnostic.Message, StringComparison.Ordinal));
    }
}
