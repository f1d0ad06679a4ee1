#include "report/html/charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "report/html/marks.h"
#include "report/html/markup.h"
#include "report/html/statistics.h"
#include "report/units.h"

namespace assay::report::html {
namespace {

constexpr double kWidth = 560;
constexpr double kHeight = 168;
constexpr double kTop = 22;     // room for the number above a bar
constexpr double kBottom = 26;  // room for what is written below the axis
constexpr double kPlot = kHeight - kTop - kBottom;
constexpr double kBase = kTop + kPlot;
constexpr std::size_t kSlices = 40;

// From the bottom of a stack to its top.
constexpr std::array<std::string_view, 6> kStates = {
    "graded", "build_failed", "rejected", "no_submission", "infrastructure_error", "pending"};

std::string open_svg(std::string_view label) {
  return fmt::format(R"(<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">)",
                     kWidth, kHeight, escaped(label));
}

std::string words_of_band(std::size_t band) {
  if (band == kBands - 1) return "no score";
  if (band == kBands - 2) return "100";
  return fmt::format("{}\u2013{}", band * 10, band * 10 + 9);
}

std::string bar(std::size_t band, std::size_t count, double left, double width, double height) {
  const std::string words = words_of_band(band);
  std::string text =
      fmt::format(R"(<g class="bar{}" data-band="{}"><title>{}: {}</title>)"
                  R"(<rect class="hit" x="{:.1f}" y="0" width="{:.1f}" height="{}"/>)",
                  band == kBands - 1 ? " none" : "", band, words, format_count(count, "candidate"),
                  left - 2, width + 4, kHeight);
  if (count > 0)
    text += fmt::format(
        R"(<rect class="fill" x="{:.1f}" y="{:.1f}" width="{:.1f}" )"
        R"(height="{:.1f}" rx="2"/><text class="n" x="{:.1f}" y="{:.1f}">{}</text>)",
        left, kBase - height, width, height, left + width / 2, kBase - height - 6, count);
  return text + fmt::format(R"(<text class="tick" x="{:.1f}" y="{:.1f}">{}</text></g>)",
                            left + width / 2, kHeight - 8,
                            band == kBands - 1   ? "none"
                            : band == kBands - 2 ? "100"
                                                 : std::to_string(band * 10) + "s");
}

std::string stack(const std::map<std::string_view, std::size_t>& slice, double left, double width,
                  double unit) {
  std::string said;
  std::string rects;
  double top = kBase;
  for (const std::string_view state : kStates) {
    const auto at = slice.find(state);
    if (at == slice.end()) continue;
    const double height = static_cast<double>(at->second) * unit;
    top -= height;
    rects += fmt::format(R"(<rect class="o o-{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" )"
                         R"(height="{:.1f}"/>)",
                         state, left, top, width, height);
    said += fmt::format("{}{} {}", said.empty() ? "" : ", ", at->second, words_for(state));
  }
  return rects.empty() ? "" : "<g><title>" + said + "</title>" + rects + "</g>";
}

std::string legend(const Timeline& line) {
  std::map<std::string_view, std::size_t> counts;
  for (const auto& slice : line.slices)
    for (const auto& [state, count] : slice) counts[state] += count;
  std::string text = "<ul class=\"legend\">";
  for (const std::string_view state : kStates)
    if (counts.contains(state))
      text += fmt::format("<li><i class=\"key o-{}\"></i>{} <b>{}</b></li>", state,
                          words_for(state), counts[state]);
  return text + "</ul>";
}

// What tells failures apart where colours do not.
constexpr std::string_view kPatterns =
    R"svg(<defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" )svg"
    R"svg(patternTransform="rotate(45)"><rect class="h0" width="5" height="5"/>)svg"
    R"svg(<rect class="h1" width="2" height="5"/></pattern>)svg"
    R"svg(<pattern id="dots" width="5" height="5" patternUnits="userSpaceOnUse">)svg"
    R"svg(<rect class="d0" width="5" height="5"/><circle class="d1" cx="2.5" cy="2.5" r="1.2"/>)svg"
    R"svg(</pattern></defs>)svg";

}  // namespace

std::string distribution_chart(const Board& board) {
  const auto counts = distribution(board);
  const std::size_t most =
      std::max<std::size_t>(1, *std::max_element(counts.begin(), counts.end()));
  constexpr double kStep = kWidth / static_cast<double>(kBands);
  std::string text = open_svg("Candidates by score, in bands of ten points");
  text += fmt::format(R"(<line class="axis" x1="0" x2="{}" y1="{}" y2="{}"/>)", kWidth, kBase + .5,
                      kBase + .5);
  for (std::size_t band = 0; band < kBands; ++band)
    text +=
        bar(band, counts[band], static_cast<double>(band) * kStep + 4, kStep - 8,
            std::max(2.0, kPlot * static_cast<double>(counts[band]) / static_cast<double>(most)));
  return text + "</svg>";
}

std::string timeline_chart(const Board& board) {
  const auto line = timeline(board, kSlices);
  if (!line) return {};
  std::size_t most = 1;
  for (const auto& slice : line->slices) {
    std::size_t all = 0;
    for (const auto& [state, count] : slice) all += count;
    most = std::max(most, all);
  }
  constexpr double kStep = kWidth / static_cast<double>(kSlices);
  std::string text = open_svg("Finished submissions over the time of the run, by outcome");
  text += kPatterns;
  text += fmt::format(R"(<line class="axis" x1="0" x2="{}" y1="{}" y2="{}"/>)", kWidth, kBase + .5,
                      kBase + .5);
  for (std::size_t i = 0; i < line->slices.size(); ++i)
    text += stack(line->slices[i], static_cast<double>(i) * kStep + 1, kStep - 2,
                  kPlot / static_cast<double>(most));
  text +=
      fmt::format(R"(<text class="tick start" x="0" y="{}">{}</text>)"
                  R"(<text class="tick end" x="{}" y="{}">{}</text>)",
                  kHeight - 8, format_time(line->from), kWidth, kHeight - 8, format_time(line->to));
  text += fmt::format(R"(<text class="tick start" x="0" y="10">most in a slice: {}</text>)", most);
  return text + "</svg>" + legend(*line);
}

}  // namespace assay::report::html
