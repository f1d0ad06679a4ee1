#include "app/batch_display.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>

#include "app/console.h"
#include "base/file.h"
#include "base/text.h"
#include "report/display.h"
#include "report/units.h"

namespace assay::app {
namespace {

constexpr std::size_t kNameColumns = 32;
constexpr std::size_t kMostSlotLines = 16;

std::size_t columns() {
  winsize size{};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20) return size.ws_col;
  return 80;
}

std::string name_of(const BatchTask& task) {
  return report::tame(task.candidate) + " " + task.exercise->id;
}

std::string ending(const BatchFinished& finished) {
  const GradeResult& result = *finished.result;
  std::string text =
      result.score ? fmt::format("{}", *result.score) : std::string(name(result.outcome));
  std::replace(text.begin(), text.end(), '_', ' ');
  if (finished.reused) text += " (the same as another)";
  if (finished.gave_up) text += ": " + report::tame(result.error);
  return text;
}

std::string duration(std::chrono::steady_clock::duration time) {
  return report::format_duration(
      std::chrono::duration_cast<std::chrono::milliseconds>(time).count());
}

}  // namespace

BatchDisplay::BatchDisplay(const CommonOptions& common, unsigned slots, std::size_t done_before)
    : common_(common),
      terminal_(!common.quiet && ::isatty(STDERR_FILENO) == 1),
      slots_(slots),
      done_before_(done_before),
      begun_(Clock::now()) {}

BatchDisplay::~BatchDisplay() {
  end();
}

void BatchDisplay::begin(std::size_t total) {
  total_ = total;
  running_ = true;
  begun_ = Clock::now();
  if (!terminal_) return;
  painter_ = std::jthread([this] {
    std::unique_lock lock(mutex_);
    while (running_) {
      draw();
      ended_.wait_for(lock, std::chrono::milliseconds(200), [this] { return !running_; });
    }
  });
}

void BatchDisplay::end() {
  {
    const std::lock_guard lock(mutex_);
    if (!running_) return;
    running_ = false;
    erase();
    ended_.notify_all();
  }
  if (painter_.joinable()) painter_.join();
}

void BatchDisplay::on_phase(unsigned slot, const BatchTask* task, std::string_view phase) {
  const std::lock_guard lock(mutex_);
  if (slot >= slots_.size()) return;
  Slot& shown = slots_[slot];
  const std::string what = task != nullptr ? name_of(*task) : "";
  if (shown.what != what) shown.since = Clock::now();
  shown.what = what;
  shown.phase = phase;
}

void BatchDisplay::on_retry(const BatchTask& task, const std::string& error, unsigned failed,
                            std::chrono::milliseconds wait) {
  const std::lock_guard lock(mutex_);
  say(fmt::format("{}: try {} failed, again in {}: {}", name_of(task), failed,
                  report::format_duration(wait.count()), report::tame(error)));
}

void BatchDisplay::on_finished(const BatchFinished& finished) {
  const std::lock_guard lock(mutex_);
  ++outcomes_[std::string(name(finished.result->outcome))];
  done_ = finished.done;
  if (!terminal_ || finished.gave_up)
    say(fmt::format("{}/{} {}: {}", done_before_ + finished.done, done_before_ + finished.total,
                    name_of(*finished.task), ending(finished)));
}

// A line that stays, above what is redrawn.
void BatchDisplay::say(const std::string& line) {
  erase();
  note(common_, line);
}

void BatchDisplay::erase() {
  if (drawn_ == 0) return;
  (void)write_all(STDERR_FILENO, fmt::format("\x1b[{}A\r\x1b[J", drawn_));
  drawn_ = 0;
}

void BatchDisplay::draw() {
  const std::size_t width = columns() - 1;
  std::vector<std::string> lines = {bar(), counts()};
  for (std::string& line : slot_lines()) lines.push_back(std::move(line));
  std::string text;
  for (const std::string& line : lines) text += report::truncate(line, width) + "\x1b[K\n";
  erase();
  (void)write_all(STDERR_FILENO, text);
  drawn_ = lines.size();
}

std::string BatchDisplay::bar() const {
  const std::size_t total = done_before_ + total_;
  const std::size_t done = done_before_ + done_;
  const std::size_t cells = 30;
  const std::size_t full = total == 0 ? cells : done * cells / total;
  std::string text;
  for (std::size_t i = 0; i < cells; ++i) text += i < full ? "█" : "░";
  text += fmt::format(" {}/{}", done, total);
  const auto elapsed = Clock::now() - begun_;
  if (done_ != 0 && done_ < total_)
    text += ", about " +
            duration(elapsed / static_cast<int>(done_) * static_cast<int>(total_ - done_)) +
            " left";
  return text;
}

std::string BatchDisplay::counts() const {
  std::string text;
  for (const auto& [outcome, count] : outcomes_) {
    std::string words = outcome;
    std::replace(words.begin(), words.end(), '_', ' ');
    text += fmt::format("{}{} {}", text.empty() ? "" : " · ", count, words);
  }
  return text.empty() ? "nothing finished yet" : text;
}

std::vector<std::string> BatchDisplay::slot_lines() const {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < std::min(slots_.size(), kMostSlotLines); ++i) {
    const Slot& slot = slots_[i];
    const std::string name = report::pad(report::truncate(slot.what, kNameColumns), kNameColumns);
    lines.push_back(slot.what.empty() ? fmt::format("{:>3}", i + 1)
                                      : fmt::format("{:>3} {} {:<8}{}", i + 1, name, slot.phase,
                                                    duration(Clock::now() - slot.since)));
  }
  return lines;
}

std::string BatchDisplay::status() const {
  const std::lock_guard lock(mutex_);
  std::string text =
      fmt::format("{} of {} done; {}\n", done_before_ + done_, done_before_ + total_, counts());
  for (std::size_t i = 0; i < slots_.size(); ++i)
    if (!slots_[i].what.empty())
      text += fmt::format("slot {}: {}, {} for {}\n", i + 1, slots_[i].what, slots_[i].phase,
                          duration(Clock::now() - slots_[i].since));
  return text;
}

}  // namespace assay::app
