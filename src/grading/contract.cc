#include "grading/contract.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"

namespace assay::grading {
namespace {

constexpr std::size_t kLongestSource = 1000;

// The text between `before` and `after`, or nothing where either is absent.
std::string_view between(std::string_view text, std::string_view before, std::string_view after) {
  const std::size_t start = text.find(before);
  if (start == std::string_view::npos) return {};
  text.remove_prefix(start + before.size());
  const std::size_t end = text.find(after);
  return end == std::string_view::npos ? std::string_view{} : text.substr(0, end);
}

// Go names the package on every type: "*limiter.Limiter". Inside the package it is "*Limiter".
std::string unqualified(std::string_view text, std::string_view package) {
  const std::string prefix = std::string(package) + ".";
  std::string shown;
  while (!text.empty()) {
    const bool at_word =
        shown.empty() || !(std::isalnum(static_cast<unsigned char>(shown.back())) ||
                           shown.back() == '_' || shown.back() == '.' || shown.back() == '/');
    if (at_word && text.starts_with(prefix)) {
      text.remove_prefix(prefix.size());
      continue;
    }
    shown += text.front();
    text.remove_prefix(1);
  }
  return printable_line(shown);
}

// "undefined: limiter.Wait"
std::string explain_undefined(std::string_view message, std::string_view package) {
  constexpr std::string_view kStart = "undefined: ";
  if (!message.starts_with(kStart)) return {};
  message.remove_prefix(kStart.size());
  if (!message.starts_with(std::string(package) + ".")) return {};
  return unqualified(message, package) + " is missing from the package";
}

// "(*limiter.Limiter).Wait undefined (type *limiter.Limiter has no field or method Wait, but does
// have unexported method wait)"
std::string explain_method(std::string_view message, std::string_view package) {
  constexpr std::string_view kLacks = " has no field or method ";
  const std::string_view type = between(message, " undefined (type ", kLacks);
  if (type.empty()) return {};
  const std::string_view rest = message.substr(message.find(kLacks) + kLacks.size());
  const std::size_t end = rest.find_first_of(",)");
  std::string text = "the method " + printable_line(rest.substr(0, end)) + " of " +
                     unqualified(type, package) + " is missing";
  const std::string_view other = between(rest, "but does have ", ")");
  if (!other.empty()) text += " (there is the " + printable_line(other) + ")";
  return text;
}

// "cannot use limiter.New (value of type func(n int) T) as func() T value in variable declaration"
std::string explain_type(std::string_view message, std::string_view package) {
  constexpr std::string_view kStart = "cannot use ";
  constexpr std::string_view kType = " (value of type ";
  if (!message.starts_with(kStart)) return {};
  const std::string_view what = between(message, kStart, kType);
  const std::size_t as = message.find(") as ");
  if (what.empty() || as == std::string_view::npos) return {};
  const std::size_t type = kStart.size() + what.size() + kType.size();
  const std::size_t end = message.find(" value in ", as);
  if (as < type || end == std::string_view::npos) return {};
  return unqualified(what, package) + " has the type " +
         unqualified(message.substr(type, as - type), package) + ", expected " +
         unqualified(message.substr(as + 5, end - as - 5), package);
}

// "\"example.test/limiter\" imported as pool and not used"
std::string explain_package(std::string_view message, std::string_view package) {
  const std::string_view other = between(message, " imported as ", " and not used");
  if (other.empty()) return {};
  return "the package is named " + printable_line(other) + ", expected " + printable_line(package);
}

// Line `number`, from 1, without its end; "" where there is none.
std::string_view line_of(std::string_view text, std::uint32_t number) {
  for (; number > 1; --number) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  return number == 0 ? std::string_view{} : text.substr(0, text.find_first_of("\r\n"));
}

bool is_own(const Diagnostic& message, const std::vector<std::string>& files) {
  return std::find(files.begin(), files.end(), message.file) != files.end();
}

}  // namespace

std::string explain_contract(std::string_view message, std::string_view package) {
  for (const auto explain : {explain_undefined, explain_method, explain_type, explain_package})
    if (std::string text = explain(message, package); !text.empty()) return text;
  return {};
}

std::vector<Diagnostic> explain_build(const std::vector<Diagnostic>& messages,
                                      const std::vector<std::string>& candidate_files,
                                      std::string_view package) {
  std::vector<Diagnostic> own;
  std::vector<Diagnostic> lacking;
  std::vector<Diagnostic> unexplained;
  for (const Diagnostic& message : messages) {
    if (is_own(message, candidate_files)) {
      own.push_back(message);
      continue;
    }
    std::string text = explain_contract(message.message, package);
    if (text.empty()) {
      if (message.message != "too many errors") unexplained.push_back(message);
      continue;
    }
    if (std::none_of(lacking.begin(), lacking.end(),
                     [&](const Diagnostic& known) { return known.message == text; })) {
      Diagnostic sentence;
      sentence.message = std::move(text);
      sentence.check = "contract";
      lacking.push_back(std::move(sentence));
    }
  }
  own.insert(own.end(), lacking.begin(), lacking.end());
  own.insert(own.end(), unexplained.begin(), unexplained.end());
  return own;
}

void add_sources(std::vector<Diagnostic>& diagnostics, const FileSet& files) {
  for (Diagnostic& diagnostic : diagnostics)
    if (const auto file = files.find(diagnostic.file); file != files.end())
      diagnostic.source = line_of(file->second, diagnostic.line).substr(0, kLongestSource);
}

}  // namespace assay::grading
