using SqsIngestor.Mapping.Cel;
using SqsIngestor.Mapping.Cel.Types;

namespace SqsIngestor.Mapping.Tests.Cel.Binding;

public sealed class CelCheckTests
{
    private static readonly CelEnvironment Typed = new(
    [
        new("body", CelType.Dyn),
        new("name", CelType.String),
        new("count", CelType.Int),
        new("at", CelType.Timestamp),
        new("tags", CelType.List(CelType.String)),
        new("labels", CelType.Map(CelType.String, CelType.Int)),
        new(
            "meta",
            CelType.Record(new Dictionary<string, CelType> { ["requestId"] = CelType.String, ["batchSize"] = CelType.Int })),
    ]);

    [Theory]
    [InlineData("bdoy.type == 'x'", "cel_unknown_name@0+4")]
    [InlineData("1 + count2", "cel_unknown_name@4+6")]
    [InlineData("meta.requestID", "cel_unknown_name@5+9")]
    [InlineData("meta['nothing']", "cel_unknown_name@5+9")]
    [InlineData("has(meta.nothing)", "cel_unknown_name@9+7")]
    [InlineData("meta[0]", "cel_unknown_name@5+1")]
    [InlineData("meta == null", "cel_no_overload@0+4")]
    [InlineData("meta[name]", "cel_no_overload@0+10")]
    [InlineData("name.startWith('a')", "cel_unknown_function@5+9")]
    [InlineData("lower(name)", "cel_unknown_function@0+5")]
    [InlineData("startsWith(name, 'a')", "cel_no_overload@0+21")]
    [InlineData("name.int()", "cel_no_overload@0+10")]
    [InlineData("name.startsWith()", "cel_no_overload@0+17")]
    [InlineData("name.startsWith('a', 'b')", "cel_no_overload@0+25")]
    [InlineData("count.startsWith('1')", "cel_no_overload@0+21")]
    [InlineData("count + 1.0", "cel_no_overload@0+11")]
    [InlineData("count + 1u", "cel_no_overload@0+10")]
    [InlineData("name + 1", "cel_no_overload@0+8")]
    [InlineData("name > 1", "cel_no_overload@0+8")]
    [InlineData("tags < tags", "cel_no_overload@0+11")]
    [InlineData("name == 1", "cel_no_overload@0+9")]
    [InlineData("name != null", "cel_no_overload@0+12")]
    [InlineData("tags == labels", "cel_no_overload@0+14")]
    [InlineData("'a' in name", "cel_no_overload@0+11")]
    [InlineData("1 in tags", "cel_no_overload@0+9")]
    [InlineData("1 in labels", "cel_no_overload@0+11")]
    [InlineData("tags['a']", "cel_no_overload@0+9")]
    [InlineData("tags[1u]", "cel_no_overload@0+8")]
    [InlineData("labels[1]", "cel_no_overload@0+9")]
    [InlineData("tags.size", "cel_no_overload@0+9")]
    [InlineData("name.size", "cel_no_overload@0+9")]
    [InlineData("!count", "cel_no_overload@0+6")]
    [InlineData("-name", "cel_no_overload@0+5")]
    [InlineData("count && true", "cel_no_overload@0+5")]
    [InlineData("true || tags", "cel_no_overload@8+4")]
    [InlineData("name ? 1 : 2", "cel_no_overload@0+4")]
    [InlineData("true ? 1 : 'a'", "cel_no_overload@0+14")]
    [InlineData("{1.5: 1}", "cel_no_overload@1+3")]
    [InlineData("{null: 1}", "cel_no_overload@1+4")]
    [InlineData("timestamp(1.5)", "cel_no_overload@0+14")]
    [InlineData("name.getHours()", "cel_no_overload@0+15")]
    [InlineData("at.getHours('Mars/Olympus')", "cel_bad_constant@12+14")]
    [InlineData("at.getHours('../etc/passwd')", "cel_bad_constant@12+15")]
    [InlineData("at.getHours(name)", "cel_no_overload@12+4")]
    [InlineData("duration('1s').getFullYear()", "cel_no_overload@0+28")]
    [InlineData("count.exists(x, true)", "cel_no_overload@0+5")]
    [InlineData("tags.exists(x)", "cel_no_overload@0+14")]
    [InlineData("tags.exists('x', true)", "cel_no_overload@0+22")]
    [InlineData("tags.exists(x, x)", "cel_no_overload@15+1")]
    [InlineData("tags.all(x, y == x)", "cel_unknown_name@12+1")]
    [InlineData("tags.exists(x, true) && x == 'a'", "cel_unknown_name@24+1")]
    [InlineData("has(body)", "cel_no_overload@0+9")]
    [InlineData("has(body['a'])", "cel_no_overload@0+14")]
    [InlineData("has(count.x)", "cel_no_overload@4+7")]
    [InlineData("name.matches(body.re)", "cel_no_overload@13+7")]
    [InlineData("name.matches('(')", "cel_bad_constant@13+3")]
    [InlineData("nope == 1 && name > 1 && gone()", "cel_unknown_name@0+4 cel_no_overload@13+8 cel_unknown_function@25+4")]
    public void Compile_WrongTypesAndNames_ReportsEachPlace(string text, string expected) =>
        Assert.Equal(expected, CelRun.Diagnose(text, Typed));

    [Theory]
    [InlineData("bdoy == 1", "did you mean 'body'?")]
    [InlineData("meta.requestID", "did you mean 'requestId'?")]
    [InlineData("meta.foo", "it has 'batchSize', 'requestId'")]
    [InlineData("name.startWith('a')", "did you mean 'startsWith'?")]
    [InlineData("size == 1", "'size' is a function; call it")]
    [InlineData("startsWith(name, 'a')", "write value.startsWith(…)")]
    [InlineData("name.int()", "write int(value)")]
    [InlineData("'a' in name", "to search in a string, write text.contains(part)")]
    [InlineData("count % 1.5", "it accepts (int, int) or (uint, uint)")]
    [InlineData("name.size", "to call it, write size()")]
    [InlineData("name.getHours()", "convert it with timestamp() first")]
    [InlineData("all(tags)", "write value.all(…)")]
    [InlineData("body.has('x')", "write has(value.member)")]
    [InlineData("tags.exist()", "did you mean 'exists'?")]
    public void Compile_Mistake_SaysWhatToDo(string text, string hint) =>
        Assert.Equal(hint, Assert.Single(CelCompiler.Compile(text, Typed).Diagnostics).Hint);

    [Theory]
    [InlineData("name", "cel_result_type@0+4")]
    [InlineData("tags", "cel_result_type@0+4")]
    [InlineData("count + 1", "cel_result_type@0+9")]
    [InlineData("body.flag", "")]
    [InlineData("count > 1", "")]
    public void Compile_ForACondition_NeedsABool(string text, string expected) =>
        Assert.Equal(expected, CelRun.Diagnose(text, Typed, CelType.Bool));

    [Theory]
    [InlineData("1 / 0 == 1", "cel_always_fails@0+5")]
    [InlineData("at > timestamp('2026-1-1')", "cel_always_fails@5+21")]
    [InlineData("count > int('x') + 1", "cel_always_fails@8+8")]
    [InlineData("{'a': 1, 'a': 2}.a == 1", "cel_always_fails@0+16")]
    [InlineData("tags[-1] == 'a'", "cel_always_fails@5+2")]
    [InlineData("body.lines[-1].qty > 1", "cel_always_fails@11+2")]
    [InlineData("labels.all(k, labels[k] > -1)", "")]
    [InlineData("duration('1h') > duration('59m')", "")]
    public void Compile_ConstantThatFails_WarnsOnce(string text, string expected)
    {
        Assert.Equal(expected, CelRun.Diagnose(text, Typed));
        Assert.NotNull(CelCompiler.Compile(text, Typed).Program);
    }

    [Theory]
    [InlineData("body.total * 100", "'*' fails if this number is a double, such as 12.5", "write double(body.total) * 100.0")]
    [InlineData("100 - body.total", "'-' fails if this number is a double, such as 12.5", "write 100.0 - double(body.total)")]
    [InlineData(
        "body.a['x'] / count", "'/' fails if this number is a double, such as 12.5", "write double(body.a['x']) / double(count)")]
    [InlineData("(body.a * 2.0 + 1.0) * 3.0", "'*' fails if this number is an int, such as 12", "write double(body.a) * 2.0")]
    [InlineData("(true ? body.a : 1) * 3", "'*' fails if this number is a double, such as 12.5", "write double(…) * 3.0")]
    [InlineData(
        "body.price * body.count", "'*' fails if one number is an int, such as 12, and the other a double, such as 12.5",
        "write double(body.price) * double(body.count)")]
    [InlineData("math.round(body.a)", "'math.round' fails if this number is an int, such as 12", "write double(body.a)")]
    [InlineData(
        "body.lines.map(l, l.qty * 2)", "'*' fails if this number is a double, such as 12.5", "write double(l.qty) * 2.0")]
    public void Compile_ArithmeticOfANumberOfTheMessage_WarnsOfTheOtherType(string text, string message, string hint)
    {
        var found = Assert.Single(CelCompiler.Compile(text, Typed).Diagnostics);

        Assert.Equal(("cel_some_numbers_fail", message, hint), (found.Code, found.Message, found.Hint));
        Assert.False(found.IsError);
    }

    [Theory]
    [InlineData("double(body.total) * 100.0")]
    [InlineData("int(body.total) * 100")]
    [InlineData("body.a + body.b")]
    [InlineData("body.a + 'x'")]
    [InlineData("body.a > 5 && body.a <= body.b && body.a == 1.5")]
    [InlineData("body.a % 2 == 0")]
    [InlineData("math.greatest(body.a, 3)")]
    [InlineData("math.abs(body.a)")]
    [InlineData("body.lines[body.i]")]
    [InlineData("name.substring(body.i)")]
    [InlineData("-body.a")]
    [InlineData("dyn(1.5) * dyn(2.0)")]
    public void Compile_NumbersOfTheMessageThatAllFit_DoesNotWarn(string text) =>
        Assert.DoesNotContain("cel_some_numbers_fail", CelRun.Diagnose(text, Typed), StringComparison.Ordinal);

    [Theory]
    [InlineData("name + 'x'", "string")]
    [InlineData("at - at", "duration")]
    [InlineData("at + duration('1s')", "timestamp")]
    [InlineData("body.a + 1", "int")]
    [InlineData("body.a + body.b", "dyn")]
    [InlineData("body.a > body.b", "bool")]
    [InlineData("tags[0]", "string")]
    [InlineData("tags + ['x']", "list(string)")]
    [InlineData("tags + [1]", "list(dyn)")]
    [InlineData("labels.map(k, labels[k])", "list(int)")]
    [InlineData("tags.filter(t, t != '')", "list(string)")]
    [InlineData("[1, 'a']", "list(dyn)")]
    [InlineData("{'a': [1]}", "map(string, list(int))")]
    [InlineData("labels.a", "int")]
    [InlineData("true ? 1 : 2", "int")]
    [InlineData("true ? 1 : null", "dyn")]
    [InlineData("type(1)", "type")]
    [InlineData("meta.batchSize", "int")]
    public void ResultType_IsAsNarrowAsItIsKnown(string text, string expected) =>
        Assert.Equal(expected, CelRun.Compile(text, Typed).ResultType.Name);
}
